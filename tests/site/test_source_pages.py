"""The package's source in the site: every module, every definition, and links that arrive."""

import html
import posixpath
import re
from types import SimpleNamespace

import pytest
from audit_site import common
from audit_site.figures import code
from audit_site.numbers import tracing
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Token
from site_project import ROOT
from sphinx.highlighting import PygmentsBridge

SOURCES = tracing.Sources(ROOT)
CHAPTERS = [page for _, pages in common.contents(ROOT) for page in pages]
ANCHOR = re.compile(r'id="([^"]*)"')


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Return each page of the source, without its frame."""
    builder = SimpleNamespace(highlighter=PygmentsBridge("html"))
    app = SimpleNamespace(srcdir=ROOT, builder=builder, config=SimpleNamespace())
    code.lean_listings(app)
    return {page: context["body"] for page, context, _ in code.pages(app)}


@pytest.fixture(scope="module")
def anchors(pages) -> dict[str, set[str]]:
    modules = pages.keys() - {code.INDEX}
    return {f"{page}.html": set(ANCHOR.findall(pages[page])) for page in modules}


def test_every_module_has_a_page_with_its_definitions_and_all_its_text(pages, anchors):
    paths = sorted((ROOT / "analysis").rglob("*.py"))
    assert {f"source/{p.relative_to(ROOT).with_suffix('')}.html" for p in paths} == set(anchors)
    for module in SOURCES.modules.values():
        assert anchors[f"{module.page}.html"] == {f"def-{name}" for name in module.definitions}
        code = re.search("<pre>(.*)</pre>", pages[module.page], re.S)[1]
        shown = html.unescape(re.sub(r"<[^>]*>", "", code))
        assert shown.strip() == module.source.strip(), module.name
        for name, line in module.definitions.items():
            assert name.rpartition(".")[2] in module.source.splitlines()[line - 1]


@pytest.mark.parametrize("page", CHAPTERS)
def test_links_of_numbers_and_of_code_lead_to_definitions_that_exist(page, anchors):
    chapter = tracing.chapter((ROOT / f"{page}.md").read_text("utf-8"))
    cells = range(len(chapter.cells))
    found = [address for at in cells for address in chapter.called(at, SOURCES).values()]
    for name in chapter.given:
        for module, function in chapter.expression(name).functions.values():
            address = SOURCES.address(module.name, function)
            assert address, f"{page}: {name} is made by {function}, which has no page"
            found.append(address)
    for address in found:
        target, _, anchor = address.partition("#")
        assert anchor in anchors[target], address


def test_a_name_is_followed_through_the_face_of_its_folder():
    assert SOURCES.address("analysis", "fits.exponential").endswith("#def-exponential")
    # The folder's face gives the name to the function, not to the file of that name.
    assert SOURCES.address("analysis", "evidence.load").endswith("evidence/load.html#def-load")
    assert SOURCES.address("analysis.fits") == "source/analysis/fits/__init__.html"
    assert SOURCES.address("analysis.fits", "nothing") == ""
    assert SOURCES.address("pandas", "DataFrame") == ""


def test_only_functions_of_the_package_are_linked():
    before = ["import pandas as pd\nfrom analysis import evidence, fits as f"]
    cells = ["ev = evidence.load()\npd.DataFrame()\nf.logarithms(f.exponential(days, values))"]
    found = list(tracing.Chapter([*before, *cells]).called(1, SOURCES))
    assert found == ["evidence.load", "f.logarithms", "f.exponential"]
    assert tracing.Chapter(cells).called(0, SOURCES) == {}


def test_all_links_between_the_pages_arrive_and_the_index_says_what_each_module_does(pages):
    assert len(pages) == len(SOURCES.modules) + 1
    linked = set()
    for page, body in pages.items():
        assert "<script" not in body
        assert len(body) < 50_000, page
        for target in re.findall(r'<a href="([^"]*)\.html"', body):
            linked.add(posixpath.normpath(posixpath.join(posixpath.dirname(page), target)))
    assert linked == set(pages)
    sentences = re.findall("<dd>(.*?)</dd>", pages[code.INDEX])
    assert all(len(sentence) > 5 for sentence in sentences)
    assert len(sentences) == len(SOURCES.modules)
    folders = re.findall("<h2>(.*?)</h2>", pages[code.INDEX])
    assert len(folders) == len(set(folders)) > 5


def test_signs_that_share_a_mark_have_one_colour_in_both_schemes():
    kinds = {short: token for token, short in STANDARD_TYPES.items()}
    for name in ("a11y-high-contrast-light", "a11y-dark"):
        style = get_style_by_name(name)
        assert style.style_for_token(kinds["k"]) != style.style_for_token(kinds["s"])
        for one, alike in code.ALIKE.items():
            marked = [kinds[short] for short in alike if (one, short) != ("", "o")]
            looks = {str(style.style_for_token(kind)) for kind in marked}
            assert looks == {str(style.style_for_token(kinds.get(one) or Token.Name))}, (name, one)


def test_relative_imports_count_from_their_folder(tmp_path):
    (tmp_path / "analysis" / "a").mkdir(parents=True)
    for name, text in {
        "__init__": "from .a import one",
        "a/__init__": "from . import b\nfrom ..c import two\nfrom .b import one",
        "a/b": "def one(): '<script>'",
        "c": "class two:\n    def three(self): ...",
    }.items():
        (tmp_path / "analysis" / f"{name}.py").write_text(text)
    sources = tracing.Sources(tmp_path)
    for module in ("analysis", "analysis.a", "analysis.a.b"):
        assert sources.address(module, "one") == "source/analysis/a/b.html#def-one"
    assert sources.address("analysis.a", "two.three") == "source/analysis/c.html#def-two.three"
    shown = code.listing(sources.modules["analysis.a.b"], PygmentsBridge("html"))
    assert "<script" not in shown
