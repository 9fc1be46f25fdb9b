"""Do what several parts of the extension need: guard, write whole, keep, link, find the way."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import yaml

from . import inputs


def at_end(write: Callable[[Any], None]) -> Callable[[Any, Exception | None], None]:
    """Turn ``write(app)`` into a handler of ``build-finished`` for whole HTML sites only.

    Where it comes among the others is said in :mod:`audit_site`.
    """

    @functools.wraps(write)
    def handler(app: Any, exception: Exception | None) -> None:
        if exception is None and app.builder.format == "html":
            write(app)

    return handler


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, whenever the process is ended; make its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    part.replace(path)


def cached_json(root: Path, name: str, make: Callable[[], Any], key: object = None) -> Any:
    """Return the plain data that ``make()`` gives, made once for a state of package and data.

    ``name`` is the file below :func:`inputs.cache_folder`; where the result depends on more than
    package and data, ``key`` holds that as plain data.
    """
    path = inputs.cache_folder(root) / name
    wanted = json.loads(json.dumps(key))
    if path.is_file():
        content = json.loads(path.read_text("utf-8"))
        if content["key"] == wanted:
            return content["made"]
    made = make()
    write_whole(path, json.dumps({"key": wanted, "made": made}, ensure_ascii=False))
    return made


def is_web(address: object) -> bool:
    """Say whether a text is an http(s) address: nothing else is ever made a link."""
    return str(address or "").startswith(("https://", "http://"))


def web_link(words: str, address: object, *, classes: str = "reference external") -> str:
    """Return words as an escaped link, or as plain escaped words where the address is none."""
    if not is_web(address):
        return escape(words)
    named = f'class="{classes}" ' if classes else ""
    return f'<a {named}href="{escape(str(address))}">{escape(words)}</a>'


def contents(root: Path, name: str = "_toc.yml") -> list[tuple[str, list[str]]]:
    """Return the book's parts as (caption, pages), the first page alone under an empty caption."""
    toc = yaml.safe_load((root / name).read_text("utf-8"))
    parts = [("", [toc["root"]])]
    for part in [toc, *toc.get("parts", [])]:
        if pages := [chapter["file"] for chapter in part.get("chapters", [])]:
            parts.append((part.get("caption", ""), pages))
    return parts


def up_to_root(page: str) -> str:
    """Return the relative way from a page to the site's root: ``../`` for each folder."""
    return "../" * page.count("/")


def taken_up(app: Any) -> bool:
    """Say whether the builder takes up the pages of its last site and only some are made anew.

    Such a builder sets ``audit_last_content`` to that site's content hash.
    """
    return bool(getattr(app.config, "audit_last_content", ""))
