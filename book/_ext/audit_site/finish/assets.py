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

from ..common import LAST_STATIC
from ..live import directive as live
from ..publish import search
from . import styles

#: Beside the book's own styles and scripts, what pages load of the many that the theme and the
#: extensions of Jupyter Book would have them load.
LOADED_OF_OTHERS = re.compile(
    r"_static/(pygments\.css|mystnb\.\w+\.css|styles/sphinx-book-theme\.css"
    r"|documentation_options\.js|scripts/sphinx-book-theme\.js)"
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
LINKED = re.compile(r'((?:href|src)="[^"]*_static/)([^"?]+\.(?:css|js))(?:\?[^"]*)?(")')
# Remarks and the space before lines: of scripts that have no text of several lines.
REMARKS = re.compile(r"^\s*(?:/\*.*?\*/|//[^\n]*)?\s*", re.S | re.M)
# The theme names each font a second time, as a file that is not published here.
OLD_FONT = re.compile(r',url\([^)]*\.ttf\) format\("truetype"\)')
PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]|\\([ef][0-9a-f]{3})\b")
FILE_NAME = re.compile(r"[\w.-]+\.\w+")
#: What only whoever debugs a page, or a browser of long ago, would load.
UNLOADED = {".map", ".ttf"}
WEBFONTS = "vendor/fontawesome/webfonts"


def own_names(root: Path) -> set[str]:
    """Return the names of the book's own styles and scripts, the index of the search among them."""
    return {search.INDEX, *(path.name for path in (root / "book" / "_static").iterdir())}


def drop_unused_assets(app: Any, name: str, template: str, context: dict, doctree: Any) -> None:
    """Leave style sheets and scripts out of a page that are neither the book's own nor known, and
    all that would stand in the page itself."""
    ours = own_names(Path(app.srcdir))

    def wanted(asset: Any) -> bool:
        file = str(asset.filename or "")
        return file.rpartition("/")[2] in ours or bool(LOADED_OF_OTHERS.fullmatch(file))

    for key in ("css_files", "script_files"):
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


def cut_fonts(static: Path) -> None:
    """Write the theme's icon fonts anew with only the glyphs that a style sheet draws."""
    from fontTools import subset

    codes = set().union(*(drawn_codes(p.read_text("utf-8")) for p in static.rglob("*.css")))
    glyphs = ",".join(f"{code:x}" for code in sorted(codes))
    form = ("--flavor=woff2", "--layout-features=", "--name-IDs=0,1,2")
    theme = Path(str(files("pydata_sphinx_theme"))) / "theme" / "pydata_sphinx_theme" / "static"
    for target in sorted((static / WEBFONTS).glob("*.woff2")):
        source = theme / WEBFONTS / target.name
        subset.main([str(source), f"--output-file={target}", f"--unicodes={glyphs}", *form])


def cut_assets(app: Any) -> None:
    """Cut styles, scripts and icon fonts, and remove files that nothing names.

    Where only words changed, all are as the last build cut them.
    """
    outdir = Path(app.outdir)
    static, last = outdir / "_static", outdir / LAST_STATIC
    if last.is_dir():
        (static / search.INDEX).replace(last / search.INDEX)
        shutil.rmtree(static)
        last.rename(static)
    else:
        paths = (path for path in sorted(outdir.rglob("*.html")) if static not in path.parents)
        pages = [path.read_text("utf-8") for path in paths]
        remove_unnamed(static, pages)
        cut_styles(Path(app.srcdir), static, pages)
        cut_fonts(static)
    address_pages(outdir)


def remove_unnamed(static: Path, pages: list[str]) -> None:
    """Remove the files that no page names, nor what a page names."""
    left, texts = {path for path in static.rglob("*") if path.is_file()}, pages
    while texts:
        names = set().union(*map(FILE_NAME.findall, texts))
        found = {path for path in left if path.name in names and path.suffix not in UNLOADED}
        left -= found
        texts = [p.read_text("utf-8") for p in found if p.suffix in {".css", ".js"}]
    for path in left:
        path.unlink()


def cut_styles(root: Path, static: Path, pages: list[str]) -> None:
    """Cut every style sheet that is not the book's own to what its pages and scripts use; leave out
    of all, and of the book's own scripts, what is there for whoever writes them."""
    scripts = {
        path: path.read_text("utf-8")
        for path in sorted(static.rglob("*.js"))
        if path.name != search.INDEX  # words, not names of classes
    }
    words = set().union(*map(styles.WORD.findall, scripts.values())) - UNUSED_NAMES
    # A minified script calls its variables what listings call their signs.
    used = {word for word in words if len(word) > 2}
    used.update(*map(styles.names_of_page, pages))
    ours = own_names(root)
    sheets = {p: OLD_FONT.sub("", p.read_text("utf-8")) for p in sorted(static.rglob("*.css"))}
    own = {path: css for path, css in sheets.items() if path.name in ours}
    theirs = {path: css for path, css in sheets.items() if path not in own}
    own |= styles.cut(theirs, used, [*own.values(), *scripts.values(), *pages])
    lean = {path: styles.lean(css) for path, css in own.items()}
    lean |= {path: REMARKS.sub("", text) for path, text in scripts.items() if path.name in ours}
    for path, text in lean.items():
        path.write_text(text, "utf-8")


def address_pages(outdir: Path) -> None:
    """Let every page ask for the styles and scripts below ``_static`` under their own sums."""
    static = outdir / "_static"
    sums = {
        path.relative_to(static).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:8]
        for path in static.rglob("*.*s")
    }

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
