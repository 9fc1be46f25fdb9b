"""A light first view: no script that nothing uses, icon fonts with only the icons in use.

The stock theme sends an icon script of 540 kB and an icon font of 156 kB for about ten icons, and
the loader of a service that this book does not use. Pages are edited as they are rendered, each
edit checked to match; fonts are cut from the theme's own files each time, so that doing it twice
gives the same bytes.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from sphinx.errors import ExtensionError

# Assets of extensions that Jupyter Book always loads and this book does not use.
UNUSED_ASSETS = (
    "togglebutton.css",
    "togglebutton.js",
    "sphinx-thebe.css",
    "sphinx-thebe.js",
    "design-tabs.js",
)
UNUSED_INLINE = ("toggleHint", "toggleOpenOnPrint", "togglebuttonSelector", "THEBE_JS_URL")
DESIGN_CSS = "sphinx-design.min.css"
ICON_SCRIPT = re.compile(
    r"\s*<!-- So that users can add custom icons -->\s*"
    r'<script defer src="[^"]*_static/scripts/fontawesome\.js[^"]*"></script>'
)
DESIGN_LINK = re.compile(r'\s*<link rel="stylesheet"[^>]*sphinx-design\.min\.css[^>]*/>')
# Only for suggestions while typing, which are off: the search page has its own.
SEARCH_SCRIPTS = re.compile(
    r'(?:\s*<script src="[^"]*(?:_static/searchtools|_static/language_data|searchindex)\.js">'
    r"</script>){3}(?=\s*</head>)"
)
AD_SLOT = re.compile(r'<div id="ethical-ad-placement".*?</div>', re.S)

ICON_CLASS = re.compile(r"\bfa-([a-z0-9-]+)")
# Each icon is one rule of the theme: .fa-cut:before,.fa-scissors:before{content:"\\f0c4"}
ICON_RULE = re.compile(
    r'((?:\.fa-[a-z0-9-]+:{1,2}before,?)+)\{content:"(?:\\([0-9a-f]{2,6})|([^"\\]))"\}'
)
PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]|\\([ef][0-9a-f]{3})\b")
THEME_CSS = "styles/pydata-sphinx-theme.css"
WEBFONTS = "vendor/fontawesome/webfonts"


def drop_services(app: Any) -> None:
    """Disconnect the live-code service: its loader names a foreign address on every page."""
    for listeners in app.events.listeners.values():
        listeners[:] = [
            entry for entry in listeners if entry.handler.__module__.split(".")[0] != "sphinx_thebe"
        ]


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


def lighten(html: str) -> str:
    """Take out of a page the icon script, what only suggests searches, and an empty slot."""
    html, count = ICON_SCRIPT.subn("", html)
    if count != 1:
        raise ExtensionError(f"expected the theme's icon script once on a page, found {count}")
    html, count = SEARCH_SCRIPTS.subn("", html)
    if count != (0 if "pagename = 'search'" in html else 1):
        raise ExtensionError(f"expected the search scripts once in a page's head, found {count}")
    html = AD_SLOT.sub("", html)
    if 'class="sd-' not in html:
        html = DESIGN_LINK.sub("", html)
    return html


def icon_codes(css: str) -> dict[str, int]:
    """Return the code point of each icon name in the theme's style sheet."""
    codes: dict[str, int] = {}
    for names, escaped, literal in ICON_RULE.findall(css):
        code = int(escaped, 16) if escaped else ord(literal)
        codes.update(dict.fromkeys(ICON_CLASS.findall(names), code))
    return codes


def icon_names_used(outdir: Path) -> set[str]:
    """Return the icon names in the built pages and in the scripts that they load."""
    paths = [*outdir.rglob("*.html"), *(outdir / "_static").rglob("*.js")]
    names: set[str] = set()
    for path in paths:
        names.update(ICON_CLASS.findall(path.read_text("utf-8", errors="replace")))
    return names


def without_unused_icons(css: str, names: set[str]) -> str:
    """Return the theme's style sheet without the rules of icons that no page uses."""
    return ICON_RULE.sub(
        lambda rule: rule[0] if names & set(ICON_CLASS.findall(rule[1])) else "", css
    )


def drawn_codes(css: str) -> set[int]:
    """Return the icon-font code points that a style sheet draws itself."""
    return {int(match[1], 16) if match[1] else ord(match[0]) for match in PRIVATE_USE.finditer(css)}


def cut_font(source: Path, target: Path, codes: set[int]) -> None:
    """Write ``source`` with only the glyphs of ``codes`` to ``target``; same input, same bytes."""
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff2"
    options.recalc_timestamp = False
    options.layout_features = []
    options.name_IDs = [0, 1, 2]
    options.notdef_outline = False
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(codes))
    cutter.subset(font)
    target.unlink(missing_ok=True)
    subset.save_font(font, str(target), options)


def lighten_site(app: Any, exception: Exception | None) -> None:
    """Cut the icon fonts and remove files that no page asks for."""
    if exception is not None or app.builder.format != "html":
        return
    outdir = Path(app.outdir)
    static = outdir / "_static"
    theme = Path(str(files("pydata_sphinx_theme"))) / "theme" / "pydata_sphinx_theme" / "static"
    css = (theme / THEME_CSS).read_text("utf-8")
    if len(icon_codes(css)) < 1000:
        raise ExtensionError("the theme's icon rules are not written as expected; see weights.py")
    css = without_unused_icons(css, icon_names_used(outdir))
    (static / THEME_CSS).write_text(css, "utf-8")
    codes: set[int] = set()
    for path in static.rglob("*.css"):
        codes |= drawn_codes(path.read_text("utf-8", errors="replace"))
    for source in sorted((theme / WEBFONTS).glob("*.woff2")):
        cut_font(source, static / WEBFONTS / source.name, codes)
    for pattern in ("*.map", "*.ttf", "*.LICENSE.txt"):
        for path in static.rglob(pattern):
            path.unlink()
    for name in (*UNUSED_ASSETS, "scripts/fontawesome.js"):
        (static / name).unlink(missing_ok=True)


def setup(app: Any) -> None:
    """Connect the parts; pages themselves go through :mod:`audit_site.finish.last_pass`."""
    drop_services(app)
    app.connect("html-page-context", drop_unused_assets, priority=900)
    app.connect("build-finished", lighten_site, priority=600)
