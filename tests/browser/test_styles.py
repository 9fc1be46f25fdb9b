"""The theme's styles, cut to what pages use, give each element the style that they gave whole."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from audit_site.finish import styles
from hypothesis import given
from hypothesis import strategies as st

WHOLE = {
    "pydata-sphinx-theme.css": files("pydata_sphinx_theme")
    / "theme/pydata_sphinx_theme/static/styles/pydata-sphinx-theme.css",
    "sphinx-book-theme.css": files("sphinx_book_theme")
    / "theme/sphinx_book_theme/static/styles/sphinx-book-theme.css",
}
#: One element of each kind (its name and classes, and its parent's), with all computed values.
COMPUTED = """() => {
  const kind = (e) => `${e.localName}.${e.getAttribute("class") ?? ""}`;
  const first = new Map();
  for (const e of document.querySelectorAll("*:not(svg *, pre span)")) {
    const name = `${kind(e)} in ${e.parentElement ? kind(e.parentElement) : ""}`;
    if (!first.has(name)) first.set(name, e);
  }
  return [...first].map(([name, e]) => [name, ...[undefined, "::before", "::after"].map((part) => {
    const style = getComputedStyle(e, part);
    // A variable that nothing asks for may be cut; what it would give is seen in the values.
    const names = Array.from(style).filter((one) => !one.startsWith("--"));
    return names.map((one) => `${one}:${style.getPropertyValue(one)}`).join(";");
  })]);
}"""


def sending(path):
    """A handler that answers with a file."""
    return lambda route: route.fulfill(path=str(path))


def computed(visit, address, *, whole, **how):
    """The computed style of each kind of element on a page and of its pseudo-elements."""
    page = visit(**how).page
    if whole:
        for name, path in WHOLE.items():
            page.route(f"**/{name}*", sending(path))
    page.goto(address, wait_until="networkidle")
    page.add_style_tag(content="* { transition: none !important; animation: none !important }")
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    return page.evaluate(COMPUTED)


@pytest.mark.parametrize(
    "name", ["book/watch", "book/believe", "book/appendix/how_to_cite", "source/analysis/words"]
)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_kind_of_element_looks_as_with_the_whole_styles(name, width, scheme, visit, server):
    address, how = f"{server}/{name}.html", {"width": width, "scheme": scheme}
    cut, whole = (
        {kind: values for kind, *values in computed(visit, address, whole=whole, **how)}
        for whole in (False, True)
    )
    # What a script adds at a moment of its own is not on both.
    both = cut.keys() & whole.keys()
    assert len(both) > 100
    assert len(cut.keys() ^ whole.keys()) < 5
    assert len({values[0] for values in cut.values()}) > 20
    assert [kind for kind in both if cut[kind] != whole[kind]] == []


def test_the_styles_are_cut_by_more_than_half(site):
    for name, path in WHOLE.items():
        cut = (site / "_static" / "styles" / name).stat().st_size
        assert cut < (0.3 if "pydata" in name else 0.7) * Path(str(path)).stat().st_size


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".a,.b>p{x:1}", ".a{x:1}"),
        (".b{x:1}", ""),
        ("@media print{.b{x:1}.a{y:2}}", "@media print{.a{y:2}}"),
        ("@media print{.b{x:1}}", ""),
        (".a:not(.b):hover::after{x:1}", ".a:not(.b):hover::after{x:1}"),
        (".a:is(.b,.c) em{x:1}", ".a:is(.b,.c) em{x:1}"),
        (".b .a{x:1}#i[data-b=c]{y:1}", "#i[data-b=c]{y:1}"),
        ("@font-face{font-family:b}", "@font-face{font-family:b}"),
        (".a{--v:1;--w:'};';x:var(--w)}/* .b */", ".a{--w:'};';x:var(--w)}"),
        (r".sm\:a{x:1}.a\:b{y:1}", r".sm\:a{x:1}"),
    ],
)
def test_a_rule_stays_if_it_can_apply(css, left):
    used = {"a", "i", "em", "p", "sm:a"}
    assert styles.cut({"": css}, used, []) == {"": left}


@given(st.text(st.sampled_from("ab.:;{}()\"'\\ ,@-"), max_size=40))
def test_any_text_is_cut_without_end_or_error(css):
    once = styles.cut({"": css}, {"a"}, [])[""]
    assert styles.cut({"": once}, {"a"}, [])[""] == once
