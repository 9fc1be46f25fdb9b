"""The theme's styles, cut to what pages use, give each element the style that they gave whole."""

from importlib.resources import files

import pytest
from audit_site.finish import styles
from hypothesis import given
from hypothesis import strategies as st
from measure import probe

WHOLE = {
    "pydata-sphinx-theme.css": files("pydata_sphinx_theme")
    / "theme/pydata_sphinx_theme/static/styles/pydata-sphinx-theme.css",
    "sphinx-book-theme.css": files("sphinx_book_theme")
    / "theme/sphinx_book_theme/static/styles/sphinx-book-theme.css",
}
STILL = "* { transition: none !important; animation: none !important }"
WIDE, PHONE = (1280, "light"), (390, "dark")


def looks(seen, screens) -> list:
    """Return what each kind of element looks like on each screen, as the browser's own objects."""
    found = []
    for screen in screens:
        seen.turn(*screen)
        found.append(seen.page.evaluate_handle(probe("look")))
    return found


@pytest.mark.parametrize(
    ("name", "screens"),
    [("book/watch", [WIDE, PHONE]), ("book/believe", [PHONE]),
     ("book/appendix/how_to_cite", [WIDE]), ("source/analysis/words", [PHONE])],
)  # fmt: skip
def test_every_kind_of_element_looks_as_with_the_whole_styles(name, screens, visit):
    seen = visit(f"{name}.html", alone=True)
    for sheet, path in WHOLE.items():
        seen.page.route(
            f"**/{sheet}*whole", lambda route, _, path=path: route.fulfill(path=str(path))
        )
    seen.page.add_style_tag(content=STILL)
    seen.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    cut = looks(seen, screens)
    seen.page.evaluate(probe("whole"), list(WHOLE))
    for before, whole in zip(cut, looks(seen, screens), strict=True):
        kinds, different, otherwise = whole.evaluate(probe("unlike"), before)
        assert kinds > 90
        assert different > 20
        assert otherwise == []


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
