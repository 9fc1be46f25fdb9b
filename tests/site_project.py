"""A small book on the real extension, for tests that build sites: two pages, five claims."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import forked_build

from analysis import evidence
from analysis.claims import records
from analysis.vocabulary import MARKS

ROOT = Path(__file__).parent.parent
PARTS = ("maker", "second", "later")
LETTERED = ("Holds", "Holds with a caveat", "Misleads", "Wrong", "Open", "Nothing left")

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

(start-squares)=
## What became of them

```{squares}
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
:tags: [rows]
import pandas as pd

from analysis import charts
from audit_site.notebook import numbers
```

```{code-cell} python3
:tags: [numbers]
numbers(share=93.94321987654321, count=71, day=pd.Timestamp("2026-05-04"))
```

It is {glue:text}`share:.1f`% of {glue:text}`count:d` on {glue:text}`day`.
Maths: $P = 1 - e^{-\\lambda t}$.

(coding-kept)=
## A heading that may be reworded

```{code-cell} python3
:tags: [figure]
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

```{squares} chapter
```

See {ref}`fig-two-bars` and {ref}`c02-second`.

```{claim} C01
```

```{claim} C02
```

```{claim} P01-02
```

```{claim} G1
```

```{moved-verdicts}
```

```{standards-table}
```
"""
)


def check(result: str = "yes", **more: Any) -> dict[str, Any]:
    """Return a check's record in the ledger's shape."""
    return {
        "name": "figure_matches",
        "role": "main",
        "title": "The figure is its source's",
        "result": result,
        "mark": MARKS[result],
        "words": "the source has 93.9%, equal as printed",
        "detail": "up to 5% counts as equal, up to 25% as nearly",
        "caveat": "number",
        "decided": True,
        "statistic": 0.0,
        "threshold": 5.0,
        "unit": "percent",
        "rows": ["row-1"],
        "sources": ["board"],
        "for": [],
        "against": [],
        "limits": [],
        **more,
    }


def claim(number: int, slug: str, word: str, page: str = "coding", **more: Any) -> dict[str, Any]:
    """Return a claim's record in the ledger's shape."""
    name = f"C{number:02d}"
    return {
        "id": name,
        "slug": slug,
        "url": f"book/{page}.html#{name.lower()}-{slug}",
        "page": page,
        "section": page,
        "section_title": page.capitalize(),
        "class": "F",
        "class_word": "a figure",
        "group": "",
        "quote": f"reaches {number}93.9%",
        "says": f"Claim {number} in our words.",
        "figures": [{"value": 93.9, "unit": "percent", "printed": "~93.9%"}],
        "essay": "",
        "primary": "",
        "differs": "",
        "would_change": "By the end of 2027: another run.",
        "word": word,
        "word_v1": word,
        "word_at_publication": word,
        "moved": False,
        "reason": None,
        "caveat": "",
        "caveat_word": "",
        "grade": "C",
        "maker": False,
        "evidence_words": "author's text, read in a copy",
        "sentence": f"The board gives {number}93.9%.",
        "line": 4,
        "decided_by": 0,
        "checks": [check()],
        "witnesses": {"for": [], "against": [], "limits": []},
        "sources": ["board"],
        **more,
    }


def end(name: str, value: float) -> dict[str, Any]:
    """Return one end of a comparison."""
    return {
        "record": "row-1",
        "value": value,
        "unit": "percent",
        "printed": f"~{value}%",
        "date": "2026-04-07",
        "system": "Agent",
        "model": name,
        "scaffold": "its own",
        "task_set": "full",
        "grader": "tests",
        "version": "1",
        "reporter": "vendor",
        "claim": "C01",
        "source": "board",
    }


def comparison() -> dict[str, Any]:
    """Return a comparison that joins the first two claims."""
    record = claim(1, "pair", "Holds with a caveat", caveat="test", moved=False)
    like = check(name="like_for_like", title="The change is left", decided=False)
    return record | {
        "id": "P01-02",
        "url": "book/coding.html#p01-02-pair",
        "class": "pair",
        "class_word": "a comparison",
        "quote": "",
        "word_v1": "",
        "reason": {"kind": "rule", "words": "the new rule applied", "why": "Stood in C02."},
        "checks": [like, check("no", title="One test", name="label_matches", caveat="test")],
        "of": ["C01", "C02"],
        "ends": [end("Early", 2.0), end("Late", 93.9) | {"claim": "C02"}],
        "like": [end("Early", 4.4), end("Late", 93.9)],
        "share": 0.97,
    }


REASON = {
    "kind": "apart",
    "words": "figure, pair and inference apart",
    "why": "Stands in the pair.",
}


def ledger() -> dict[str, Any]:
    """Return a small ledger: four claims with cards, one on a page that is not written yet."""
    claims = [
        claim(1, "first", "Holds"),
        claim(
            *(2, "second", "Misleads"),
            moved=True,
            word_v1="Open",
            reason=REASON,
            word_at_publication="Open",
            checks=[check("no")],
            maker=True,
        ),
        claim(3, "third", "Wrong", group="G1", quote="three", checks=[check("no")]),
        claim(4, "fourth", "Holds", group="G1", quote="four"),
        claim(5, "fifth", "Open", page="later", checks=[check("open")], line=7),
    ]
    group = {
        "id": "G1",
        "title": "A fact",
        "members": ["C03", "C04"],
        "url": claims[2]["url"],
        "word": "Misleads",
        "word_at_publication": "Misleads",
        "caveat": "",
        "caveat_word": "",
        "grade": "C",
        "maker": False,
        "evidence_words": "author's text, read in a copy",
        "sentence": "One of two holds.",
        "decided_by": "C03",
    }
    found = [claims[0], claims[1], comparison(), group, claims[4]]
    kinds = ("claim", "claim", "comparison", "group", "claim")
    moved = {"id": "C02", "before": "Open", "after": "Misleads", "direction": "against", **REASON}
    document = {
        "vintage": {
            "as_of": "2026-10-10",
            "built": "2026-11-28",
            "published": "2026-05-04",
            "version": "0.1.0",
        },
        "rule": records.rule(evidence.load()),
        "tally": {"sentences": len(claims), "line": "Five sentences make five findings."},
        "claims": claims,
        "comparisons": [comparison()],
        "groups": [group],
        "findings": [
            {
                "id": one["id"],
                "kind": kind,
                "members": one.get("members", [one["id"]]),
                "word": one["word"],
                "caveat": one["caveat"],
                "judged": True,
            }
            for one, kind in zip(found, kinds, strict=True)
        ],
        "moved": [moved],
    }
    return {
        "document": document,
        "sources": {
            "board": {"title": "A board", "url": "https://example.org/board", "year": "2026"},
            "article": {"title": "The article", "url": "https://example.org/article"},
        },
        "standards": standards(),
        "thresholds": {"missing_share_near": 0.4},
    }


def standards() -> dict[str, Any]:
    """Return the small ledger's verdicts under other standards: without makers C02 has nothing."""
    views = [",".join(p for n, p in enumerate(PARTS) if k >> n & 1) for k in range(8)]
    ours = {f"{v}|{s}": "HMWHOCM" for v in views for s in ("half", "set", "twice")}
    return {
        "views": views,
        "strict": ["half", "set", "twice"],
        "order": ["C01", "C02", "C03", "C04", "C05", "P01-02", "G1"],
        "letters": ours | {key: "HXWHOCM" for key in ours if "maker" in key},
        "words": dict(zip("HCMWOX", LETTERED, strict=True)),
        "reasons": {"C02": {"X": "Only its maker measured (row-1)"}},
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
    (cited,) = re.findall(r"^version: (.+)$", (folder / "CITATION.cff").read_text("utf-8"), re.M)
    (folder / "data" / "vintage.yml").write_text(
        f"built: 2026-11-28\nas_of: 2026-10-10\npublished: 2026-05-04\nversion: {cited}\n", "utf-8"
    )
    content = ledger() if ledger_content is None else ledger_content
    (folder / "ledger.json").write_text(json.dumps(content), "utf-8")
    (folder / "book" / "index.md").write_text(INDEX, "utf-8")
    (folder / "book" / "coding.md").write_text(CODING, "utf-8")
    return folder


def run_build(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Build the project in ``folder`` as ``make book`` does; return the finished process.

    A build with an environment of its own is a process of its own.
    """
    if not environment:
        return forked_build.run(folder, arguments)
    return subprocess.run(
        [sys.executable, "-m", "rebuild.build", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def sound_build(folder: Path, *arguments: str, **environment: str) -> str:
    """Build the project in ``folder``, which must succeed; return what was said."""
    done = run_build(folder, *arguments, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


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
