"""A small book on the real extension, for tests that build sites: two pages, three claims."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

FRONT = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""

INDEX = (
    FRONT
    + """\
(start)=
# Does it hold?

The first paragraph answers.

```{verdict-strip}
```

(start-ledger)=
## Every claim

```{ledger}
```
"""
)

CODING = (
    FRONT
    + """\
(coding)=
# Coding

```{code-cell} python3
import pandas as pd

from analysis import charts
from audit_site.notebook import numbers

numbers(share=93.94321987654321, count=71, day=pd.Timestamp("2026-05-04"))
```

It is {glue:text}`share:.1f`% of {glue:text}`count:d` on {glue:text}`day`.
Maths: $P = 1 - e^{-\\lambda t}$.

(coding-kept)=
## A heading that may be reworded

```{code-cell} python3
charts.rows(
    pd.DataFrame({"label": ["one", "<b>two</b>"], "value": [1.0, 2.5]}),
    name="two-bars",
    finding="Two is more than <one>.",
    caption="Numbers made up for a test.",
    source="a test",
    mark="bars",
    unit="number",
)
```

See {ref}`fig-two-bars` and {ref}`c02-second`.

```{claim} C01
```

```{claim} C02
```

```{chapter-code}
```
"""
)


def claim(
    number: int, slug: str, verdict: str, word: str, page: str = "coding", **more: Any
) -> dict:
    """Return a claim's record in the ledger's shape."""
    name = f"C{number:02d}"
    check = {
        "name": "figure_matches",
        "role": "core",
        "result": "pass",
        "statistic": 93.9,
        "threshold": 0.05,
        "unit": "percent",
        "rows": ["row-1"],
        "sentence": "the board gives 93.9%",
        "sources": ["board"],
    }
    return {
        "id": name,
        "slug": slug,
        "url": f"book/{page}.html#{name.lower()}-{slug}",
        "section": "coding",
        "section_title": "Coding",
        "kind": "quantitative",
        "says": f"Claim {number} in our words.",
        "figures": [],
        "essay": "",
        "primary": "",
        "differs": "",
        "would_change": "",
        "sources": ["board"],
        "checks": [check],
        "verdict": verdict,
        "verdict_word": word,
        "decided_by": "figure_matches",
        "table_line": 13,
        "judged": False,
        "sentence": f"{word}: the board gives 93.9%",
        "strength": "primary",
        **more,
    }


def ledger() -> dict[str, Any]:
    """Return a small ledger: two claims with cards, one on a page that is not written yet."""
    return {
        "records": [
            claim(1, "first", "supported", "Holds"),
            claim(2, "second", "misleading", "Misleads", verdict_at_publication="open"),
            claim(3, "third", "open", "Open", page="later", section="later", section_title="Later"),
        ],
        "sources": {
            "board": {"title": "A board", "url": "https://example.org/board", "year": "2026"}
        },
        "vintage": {
            "as_of": "2026-10-10",
            "built": "2026-11-28",
            "published": "2026-05-04",
            "version": "0.1.0",
        },
    }


def make_project(folder: Path, *, ledger_content: dict[str, Any] | None = None) -> Path:
    """Write the small book into ``folder`` with the real book's settings and style."""
    (folder / "book").mkdir(parents=True)
    (folder / "data").mkdir()
    settings = (ROOT / "_config.yml").read_text("utf-8")
    settings = "\n".join(line for line in settings.splitlines() if "bibtex" not in line)
    settings = settings.replace(
        "  config:\n    language: en",
        "  config:\n    audit_ledger_file: ledger.json\n    language: en",
    )
    assert "audit_ledger_file" in settings
    (folder / "_config.yml").write_text(settings + "\n", "utf-8")
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: book/index\nparts:\n  - caption: All\n    chapters:\n"
        "      - file: book/coding\n",
        "utf-8",
    )
    for name in ("CITATION.cff", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "book" / "_static", folder / "book" / "_static")
    (folder / "data" / "vintage.yml").write_text(
        "built: 2026-11-28\nas_of: 2026-10-10\npublished: 2026-05-04\nversion: 0.1.0\n", "utf-8"
    )
    content = ledger() if ledger_content is None else ledger_content
    (folder / "ledger.json").write_text(json.dumps(content), "utf-8")
    (folder / "book" / "index.md").write_text(INDEX, "utf-8")
    (folder / "book" / "coding.md").write_text(CODING, "utf-8")
    return folder


def run_build(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Build the project in ``folder`` as ``make book`` does; return the finished process."""
    return subprocess.run(
        [sys.executable, "-m", "rebuild.build", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def built_project(folder: Path) -> Path:
    """Write the small book into ``folder`` and build it; return the folder."""
    project = make_project(folder)
    done = run_build(project)
    assert done.returncode == 0, done.stdout + done.stderr
    return project


def edit(path: Path, before: str, after: str) -> None:
    """Replace a text that must stand in a file exactly once or more."""
    content = path.read_text("utf-8")
    assert before in content, f"{before!r} not in {path.name}"
    path.write_text(content.replace(before, after), "utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file of a site by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def add_chapter(project: Path, name: str, code: str, text: str = "") -> Path:
    """Add a chapter of one code cell to a small book; return its source."""
    path = project / "book" / f"{name}.md"
    cell = f"```{{code-cell}} python3\n{code}\n```"
    path.write_text(f"{FRONT}({name})=\n# The chapter {name}\n\n{cell}\n\n{text}\n", "utf-8")
    with (project / "_toc.yml").open("a", encoding="utf-8") as contents:
        contents.write(f"      - file: book/{name}\n")
    return path
