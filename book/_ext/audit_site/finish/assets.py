"""Leave out of the site the styles and scripts that nothing uses, and the icons that no page shows.

The stock theme sends an icon font of 156 kB for about ten icons, 450 kB of styles of which a fifth
applies to anything, and scripts for services and widgets that this book does not have. All is cut
from the theme's own files each time, so that doing it twice gives the same bytes; what was cut gets
its own sum into its address, for browsers keep what has the same address.
"""

import hashlib
import re
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..live import directive as live
from ..publish import search
from . import styles

# Assets of extensions that Jupyter Book always loads and this book does not use.
UNUSED_ASSETS = (
    "togglebutton.css",
    "togglebutton.js",
    "sphinx-thebe.css",
    "sphinx-thebe.js",
    "design-tabs.js",
    "sphinx-design.min.css",
    "searchtools.js",
    "language_data.js",
    "sphinx_highlight.js",
    "doctools.js",
    # The book's own script puts the buttons at listings: these weigh 19 kB.
    "copybutton.css",
    "copybutton.js",
    "copybutton_funcs.js",
    "clipboard.min.js",
)
#: What only widgets of the theme are called that no setting of this book asks for; its scripts know
#: them, so that they would count as used.
UNUSED_NAMES = {
    *("bd-header-announcement", "dropdown-item", "dropdown-menu", "dropdown-menu-dark"),
    *("list-group-item", "list-group-item-action", "pst-button-link-to-stable-version"),
    *("pst-collapse-sidebar-button", "pst-expand-sidebar-label", "pst-squeeze"),
    *("version-switcher__button", "version-switcher__menu"),
    *("citation", "linenos", "margin", "margin-caption", "marginnote", "sidebar", "sidenote"),
}
#: Files that pages ask for under their whole address or not at all.
UNUSED_FILES = ("scripts/fontawesome.js", "scripts/bootstrap.js")
#: Styles and scripts of the book that are loaded on pages alone on which a text stands, in order.
LOADED = {
    'class="source-way"': ("source.css",),
    'class="source-index"': ("source.css",),
    'class="page-origins"': ("origins.css", "origins.js"),
    'class="origins"': ("origins.css",),
    'class="ledger-whole"': ("ledger.css", "ledger.js"),
    'id="live-model"': (live.STYLE, *live.SCRIPTS),
    'id="search-results"': ("search.css", search.INDEX, "search.js"),
}
UNUSED_INLINE = ("toggleHint", "toggleOpenOnPrint", "togglebuttonSelector", "THEBE_JS_URL")
LINKED = re.compile(r'((?:href|src)="[^"]*_static/)([^"?]+\.(?:css|js))(?:\?[^"]*)?(")')
# Remarks and the space before lines: of scripts that have no text of several lines.
REMARKS = re.compile(r"^\s*(?:/\*.*?\*/|//[^\n]*)?\s*", re.S | re.M)
# The theme names each font a second time, as a file that is not published here.
OLD_FONT = re.compile(r',url\([^)]*\.ttf\) format\("truetype"\)')
PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]|\\([ef][0-9a-f]{3})\b")
#: Where a build that takes up the pages of the last site finds what that had in ``_static``.
LAST = ".last_static"
WEBFONTS = "vendor/fontawesome/webfonts"


def drop_unused_assets(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Leave unused style sheets and scripts out of a page."""

    def wanted(asset: Any) -> bool:
        name = str(getattr(asset, "filename", asset) or "")
        body = str(getattr(asset, "attributes", {}).get("body") or "")
        return not any(name.endswith(f"_static/{n}") or name == n for n in UNUSED_ASSETS) and not (
            not name and any(mark in body for mark in UNUSED_INLINE)
        )

    for key in ("css_files", "script_files"):
        if key in context:
            context[key] = [asset for asset in context[key] if wanted(asset)]


def load_used(app: Any, page: str, template: str, context: dict, doctree: Any) -> None:
    """Load on a page the styles and scripts of what stands on it."""
    body = context.get("body", "")
    for name in (name for mark, names in LOADED.items() if mark in body for name in names):
        if name.endswith(".css"):
            app.add_css_file(name)
        else:
            app.add_js_file(name, loading_method="defer")


def drawn_codes(css: str) -> set[int]:
    """Return the icon-font code points that a style sheet draws itself."""
    return {int(match[1], 16) if match[1] else ord(match[0]) for match in PRIVATE_USE.finditer(css)}


def cut_font(source: Path, target: Path, codes: set[int]) -> None:
    """Write ``source`` with only the glyphs of ``codes`` to ``target``; same input, same bytes."""
    from fontTools import subset

    target.unlink(missing_ok=True)
    glyphs = ",".join(f"{code:x}" for code in sorted(codes))
    form = ("--flavor=woff2", "--layout-features=", "--name-IDs=0,1,2")
    subset.main([str(source), f"--output-file={target}", f"--unicodes={glyphs}", *form])


def cut_assets(app: Any) -> None:
    """Cut the icon fonts and remove files that no page asks for.

    Where only words changed, all are as the last build cut them.
    """
    outdir = Path(app.outdir)
    static, last = outdir / "_static", outdir / LAST
    if last.is_dir():
        (static / search.INDEX).replace(last / search.INDEX)
        shutil.rmtree(static)
        last.rename(static)
        ours = own_files(Path(app.srcdir))
        names = [
            path for path in static.rglob("*.*s") if path.suffix == ".css" or path.name in ours
        ]
        address_pages(outdir, {path.relative_to(static).as_posix(): sum_of(path) for path in names})
        return
    theme = Path(str(files("pydata_sphinx_theme"))) / "theme" / "pydata_sphinx_theme" / "static"
    for name in (*UNUSED_ASSETS, *UNUSED_FILES):
        (static / name).unlink(missing_ok=True)
    shutil.rmtree(static / "locales", ignore_errors=True)
    cut_styles(Path(app.srcdir), outdir)
    codes: set[int] = set()
    for path in static.rglob("*.css"):
        codes |= drawn_codes(path.read_text("utf-8", errors="replace"))
    for source in sorted((theme / WEBFONTS).glob("*.woff2")):
        cut_font(source, static / WEBFONTS / source.name, codes)
    for pattern in ("*.map", "*.ttf", "*.LICENSE.txt", "*webpack-macros.html"):
        for path in static.rglob(pattern):
            path.unlink()


def cut_styles(root: Path, outdir: Path) -> None:
    """Cut every style sheet that is not the book's own to what its pages and scripts use; leave out
    of all, and of the book's own scripts, what is there for whoever writes them."""
    static = outdir / "_static"
    pages = {path: path.read_text("utf-8") for path in sorted(outdir.rglob("*.html"))}
    scripts = {
        path.relative_to(static).as_posix(): path.read_text("utf-8")
        for path in sorted(static.rglob("*.js"))
        if path.name != search.INDEX  # words, not names of classes
    }
    words = set().union(*map(styles.WORD.findall, scripts.values())) - UNUSED_NAMES
    # A minified script calls its variables what listings call their signs.
    used = {word for word in words if len(word) > 2}
    used.update(*map(styles.names_of_page, pages.values()))
    ours = own_files(root)
    own, sheets = {}, {}
    for path in sorted(static.rglob("*.css")):
        kind = own if path.name in ours else sheets
        kind[path.relative_to(static).as_posix()] = OLD_FONT.sub("", path.read_text("utf-8"))
    own |= styles.cut(sheets, used, [*own.values(), *scripts.values(), *pages.values()])
    lean = {name: styles.lean(css) for name, css in own.items()}
    lean |= {name: REMARKS.sub("", text) for name, text in scripts.items() if name in ours}
    for name, text in lean.items():
        (static / name).write_text(text, "utf-8")
    address_pages(outdir, {name: sum_of(static / name) for name in (*lean, search.INDEX)})


def own_files(root: Path) -> set[str]:
    """Return the names of the book's own styles and scripts, the index of the search among them."""
    return {search.INDEX, *(path.name for path in (root / "book" / "_static").iterdir())}


def sum_of(path: Path) -> str:
    """Return what a file's address has of its digest."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def address_pages(outdir: Path, sums: dict[str, str]) -> None:
    """Let every page ask for the files below ``_static`` under their own sums."""

    def address(link: re.Match[str]) -> str:
        return f"{link[1]}{link[2]}?v={sums[link[2]]}{link[3]}" if link[2] in sums else link[0]

    for path in outdir.rglob("*.html"):
        html = path.read_text("utf-8")
        if (new := LINKED.sub(address, html)) != html:
            path.write_text(new, "utf-8")


def setup(app: Any) -> None:
    """Leave the styles and scripts out of pages; the files are cut at the end of the build."""
    for listeners in app.events.listeners.values():
        # The live-code service names a foreign address on every page.
        listeners[:] = [
            entry for entry in listeners if entry.handler.__module__.split(".")[0] != "sphinx_thebe"
        ]
    app.connect("html-page-context", drop_unused_assets, priority=900)
