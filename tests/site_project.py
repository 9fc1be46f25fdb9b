"""A small book on the real extension, for tests that build sites: two pages, five claims."""

import json
import shutil
from pathlib import Path
from typing import Any

import yaml
from forked_build import run_build

from analysis import evidence
from analysis.claims import records

ROOT = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "small_book"
ADDRESS, REPOSITORY = "https://audit.example", "https://github.com/some/audit"
MADE = yaml.safe_load((SMALL / "ledger.yml").read_text("utf-8"))
PARTS = ("maker", "second", "later")


def ledger() -> dict[str, Any]:
    """Return the small book's ledger, its verdicts under each reader's standards and its rule."""
    content = json.loads(json.dumps(MADE))  # nothing of it shared with another caller's
    content["document"]["rule"] = records.rule(evidence.load())
    made = content["standards"]
    made["views"] = [",".join(p for n, p in enumerate(PARTS) if k >> n & 1) for k in range(8)]
    made["letters"] = {
        f"{view}|{strict}": "HXWHOCM" if "maker" in view else "HMWHOCM"
        for view in made["views"]
        for strict in made["strict"]
    }
    return content


def make_project(folder: Path, *, ledger_content: dict[str, Any] | None = None) -> Path:
    """Write the small book into ``folder`` with the real book's settings and style."""
    shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns("ledger.yml"))
    settings = (ROOT / "_config.yml").read_text("utf-8")
    settings = "\n".join(line for line in settings.splitlines() if "bibtex" not in line)
    (folder / "_config.yml").write_text(settings + "\n", "utf-8")
    edit(folder / "_config.yml", "config:\n", "config:\n    audit_ledger_file: ledger.json\n")
    for name in ("CITATION.cff", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "book" / "_static", folder / "book" / "_static")
    cited = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))["version"]
    vintage = MADE["document"]["vintage"] | {"version": cited}
    lines = "".join(f"{name}: {value}\n" for name, value in vintage.items())
    (folder / "data" / "vintage.yml").write_text(lines, "utf-8")
    content = ledger() if ledger_content is None else ledger_content
    (folder / "ledger.json").write_text(json.dumps(content), "utf-8")
    return folder


def published_project(folder: Path) -> Path:
    """Write the small book as one with an address and notebooks enough to warm kernels for.

    One of its chapters prints a datum.
    """
    project = make_project(folder)
    edit(project / "_config.yml", 'baseurl: ""', f'baseurl: "{ADDRESS}/"')
    edit(project / "_config.yml", 'url: ""', f"url: {REPOSITORY}")
    (project / "data" / "value.txt").write_text("1.25", "utf-8")
    for name, value in (("one", "float(open('../data/value.txt').read())"), ("two", "2.5")):
        code = f"from audit_site.notebook import numbers\nnumbers(first={value})"
        add_chapter(project, name, code, "It is {glue:text}`first:.2f`.")
    return project


def bare_project(folder: Path) -> Path:
    """Write the small book with its first page alone, to which a test adds what it needs.

    With one chapter more it warms no kernels.
    """
    project = make_project(folder)
    for name in ("book/coding.md", "data/anchors.txt", "data/redirects.txt"):
        (project / name).unlink()
    edit(project / "_toc.yml", "      - file: book/coding\n", "")
    return project


def sound_build(folder: Path) -> str:
    """Build the project in ``folder``, which must succeed; return what was said."""
    done = run_build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def edit(path: Path, before: str, after: str) -> None:
    """Replace a text that must stand in a file exactly once or more."""
    content = path.read_text("utf-8")
    assert before in content, f"{before!r} not in {path.name}"
    path.write_text(content.replace(before, after), "utf-8")


def site(project: Path) -> dict[str, bytes]:
    """Return every file of a project's site but Sphinx's note about the settings of its last run.

    By its relative path; none where there is no site.
    """
    html = project / "_build" / "html"
    paths = [path for path in sorted(html.rglob("*")) if path.is_file()]
    files = {path.relative_to(html).as_posix(): path.read_bytes() for path in paths}
    files.pop(".buildinfo", None)
    return files


def add_chapter(project: Path, name: str, code: str, text: str = "") -> Path:
    """Add a chapter of one code cell, or of none, to a small book; return its source."""
    path = project / "book" / f"{name}.md"
    cell = f"```{{code-cell}} python3\n{code}\n```" if code else ""
    front = (project / "book" / "index.md").read_text("utf-8").partition("(start)=")[0]
    path.write_text(f"{front}({name})=\n# The chapter {name}\n\n{cell}\n\n{text}\n", "utf-8")
    with (project / "_toc.yml").open("a", encoding="utf-8") as contents:
        contents.write(f"      - file: book/{name}\n")
    return path
