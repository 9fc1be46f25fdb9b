"""A small book on the real extension, for tests that build sites: two pages, five claims."""

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import yaml
from forked_build import run_build

from analysis import evidence
from analysis.claims import records
from analysis.vocabulary import MARKS

ROOT = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "small_book"
ADDRESS, REPOSITORY = "https://audit.example", "https://github.com/some/audit"
MADE = yaml.safe_load((SMALL / "ledger.yml").read_text("utf-8"))
PARTS = ("maker", "second", "later")


def check(result: str = "yes", **more: Any) -> dict[str, Any]:
    """Return a check's record in the ledger's shape."""
    return copy.deepcopy(MADE["check"]) | {"result": result, "mark": MARKS[result], **more}


def claim(number: int, slug: str, word: str, page: str = "coding", **more: Any) -> dict[str, Any]:
    """Return a claim's record in the ledger's shape."""
    name = f"C{number:02d}"
    where = {"page": page, "section": page, "section_title": page.capitalize()}
    words = dict.fromkeys(("word", "word_v1", "word_at_publication"), word)
    own = {
        "id": name,
        "slug": slug,
        "url": f"book/{page}.html#{name.lower()}-{slug}",
        "quote": f"reaches {number}93.9%",
        "says": f"Claim {number} in our words.",
        "sentence": f"The board gives {number}93.9%.",
        "checks": [check()],
    }
    return copy.deepcopy(MADE["claim"]) | where | words | own | more


def end(name: str, value: float, **more: Any) -> dict[str, Any]:
    """Return one end of a comparison."""
    return MADE["end"] | {"model": name, "value": value, "printed": f"~{value}%", **more}


def comparison() -> dict[str, Any]:
    """Return a comparison that joins the first two claims."""
    like = check(name="like_for_like", title="The change is left", decided=False)
    checks = [like, check("no", title="One test", name="label_matches", caveat="test")]
    ends = [end("Early", 2.0), end("Late", 93.9, claim="C02")]
    more = {"ends": ends, "like": [end("Early", 4.4), end("Late", 93.9)], "checks": checks}
    record = claim(1, "pair", "Holds with a caveat", caveat="test")
    return record | copy.deepcopy(MADE["comparison"]) | more


def ledger() -> dict[str, Any]:
    """Return a small ledger: four claims with cards, one on a page that is not written yet."""
    no, reason = [check("no")], MADE["reason"]
    moved = {"moved": True, "word_v1": "Open", "reason": reason, "word_at_publication": "Open"}
    claims = [
        claim(1, "first", "Holds"),
        claim(2, "second", "Misleads", checks=no, maker=True, **moved),
        claim(3, "third", "Wrong", group="G1", quote="three", checks=[check("no")]),
        claim(4, "fourth", "Holds", group="G1", quote="four"),
        claim(5, "fifth", "Open", page="later", checks=[check("open")], line=7),
    ]
    group = copy.deepcopy(MADE["group"]) | {"url": claims[2]["url"]}
    found = [claims[0], claims[1], comparison(), group, claims[4]]
    kinds = ("claim", "claim", "comparison", "group", "claim")
    findings = [
        {key: one[key] for key in ("id", "word", "caveat")}
        | {"kind": kind, "members": one.get("members", [one["id"]]), "judged": True}
        for one, kind in zip(found, kinds, strict=True)
    ]
    gone = {"id": "C02", "before": "Open", "after": "Misleads", "direction": "against", **reason}
    document = copy.deepcopy(MADE["document"]) | {
        "rule": records.rule(evidence.load()),
        "claims": claims,
        "comparisons": [comparison()],
        "groups": [group],
        "findings": findings,
        "moved": [gone],
    }
    marks = {"missing_share_near": 0.4}
    sources = copy.deepcopy(MADE["sources"])
    return {"document": document, "sources": sources, "standards": standards(), "thresholds": marks}


def standards() -> dict[str, Any]:
    """Return the small ledger's verdicts under other standards: without makers C02 has nothing."""
    views = [",".join(p for n, p in enumerate(PARTS) if k >> n & 1) for k in range(8)]
    ours = {f"{v}|{s}": "HMWHOCM" for v in views for s in ("half", "set", "twice")}
    return {
        "views": views,
        "strict": ["half", "set", "twice"],
        "order": ["C01", "C02", "C03", "C04", "C05", "P01-02", "G1"],
        "letters": ours | {key: "HXWHOCM" for key in ours if "maker" in key},
        "words": MADE["words"],
        "reasons": {"C02": {"X": "Only its maker measured (row-1)"}},
    }


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
    days = {name: MADE["document"]["vintage"][name] for name in ("built", "as_of", "published")}
    cited = yaml.safe_load((folder / "CITATION.cff").read_text("utf-8"))["version"]
    vintage = "".join(f"{name}: {day}\n" for name, day in days.items()) + f"version: {cited}\n"
    (folder / "data" / "vintage.yml").write_text(vintage, "utf-8")
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
