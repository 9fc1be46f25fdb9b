"""Do what several parts of the extension need: guard, write whole, keep, link, find the way."""

import contextlib
import functools
import hashlib
import json
import os
import posixpath
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from sphinx.errors import ExtensionError

from . import inputs

#: The folder of what was made once, below that of all caches.
MADE = "made"
#: Where a build that takes up the pages of the last site finds what that had in ``_static``.
LAST_STATIC = ".last_static"
COLOUR = re.compile(r"(--[a-z0-9-]+): light-dark\((#[0-9a-f]{6}),")


def at_end(
    files: Callable[[Any], dict[str, str | bytes] | None], *, always: bool
) -> Callable[[Any, Exception | None], None]:
    """Return a handler of ``build-finished`` for whole sites: it runs ``files(app)``, and writes
    what this may return, contents by their names below the site's root.

    What is not done ``always`` is left out where the pages of the last site are taken up. Where it
    comes among the others is said in :mod:`audit_site`.
    """

    def handler(app: Any, exception: Exception | None) -> None:
        if exception is None and (always or not taken_up(app)):
            for name, content in (files(app) or {}).items():
                write_whole(Path(app.outdir) / name, content)

    return handler


@contextlib.contextmanager
def deaf_children() -> Iterator[None]:
    """Let the processes that are started meanwhile ignore Ctrl+C: it is for the builder alone."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, whenever the process is ended; make its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    part.replace(path)


@functools.lru_cache(maxsize=1)
def own_digest() -> str:
    """Return a digest of this extension's code and templates."""
    return inputs.Sources.read(Path(__file__).parent).digest()


def kept(root: Path, key: object, make: Callable[[], bytes]) -> bytes:
    """Return the bytes that ``make()`` gives, made once for a state of this extension's code and
    ``key``, which is plain data. They lie below the caches; what is used stays longest."""
    known = json.dumps([own_digest(), key], sort_keys=True, ensure_ascii=False)
    path = inputs.caches_home(root) / MADE / hashlib.sha256(known.encode()).hexdigest()[:32]
    if path.is_file():
        os.utime(path)
        return path.read_bytes()
    made = make()
    write_whole(path, made)
    return made


@functools.lru_cache(maxsize=1)
def state_of(root: Path) -> str:
    """Return what stands for code and data as they are when a build first asks."""
    return inputs.cache_folder(root).name


def kept_json(root: Path, name: str, make: Callable[[], Any], key: object = None) -> Any:
    """Return the plain data that ``make()`` gives, made once for a state of code and data.

    ``name`` says what it is; where it depends on more than that, ``key`` holds the rest.
    """
    made = kept(
        root, [name, state_of(root), key], lambda: json.dumps(make(), ensure_ascii=False).encode()
    )
    return json.loads(made)


def read_yaml(root: Path, name: str) -> dict[str, Any]:
    """Read a YAML file of the project. ValueError when it is not there or holds no mapping."""
    path = root / name
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(path.read_text("utf-8"), loader) if path.is_file() else None
    if not isinstance(content, dict):
        raise ValueError(f"{name}: expected a file with keys and values, found {content!r}")
    return content


def contents(root: Path) -> list[tuple[str, list[str]]]:
    """Return the book's parts as (caption, pages), the first page alone under an empty caption."""
    toc = read_yaml(root, "_toc.yml")
    parts = [("", [toc["root"]])]
    for part in [toc, *toc.get("parts", [])]:
        if pages := [chapter["file"] for chapter in part.get("chapters", [])]:
            parts.append((part.get("caption", ""), pages))
    return parts


def pages(app: Any) -> list[str]:
    """Return the names of the book's pages in the order of its contents."""
    return [page for _, part in contents(Path(app.srcdir)) for page in part]


def up_to_root(page: str) -> str:
    """Return the relative way from a page to the site's root: ``../`` for each folder."""
    return "../" * page.count("/")


def way(page: str, address: str) -> str:
    """Return the relative way from a page to an address; both count from the site's root."""
    return posixpath.relpath(address, posixpath.dirname(page) or ".")


def taken_up(app: Any) -> bool:
    """Say whether the builder takes up the pages of its last site and only some are made anew.

    Such a builder sets ``audit_last_content`` to that site's content hash.
    """
    return bool(getattr(app.config, "audit_last_content", ""))


def once(app: Any, name: str, make: Callable[[], Any], fault: str) -> Any:
    """Return what ``make()`` gives, made on first use in a build and kept on the application.

    Its ``ValueError`` stops the build as an ``ExtensionError`` that begins with ``fault``.
    """
    if not hasattr(app, name):
        try:
            setattr(app, name, make())
        except ValueError as error:
            raise ExtensionError(f"{fault}: {error}") from error
    return getattr(app, name)


def light_colours(root: Path) -> dict[str, str]:
    """Return the colours of the light mode by their variables, as ``audit.css`` has them."""
    return dict(COLOUR.findall((root / "book" / "_static" / "audit.css").read_text("utf-8")))
