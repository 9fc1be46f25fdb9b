"""Write a sum for every published file, so that anybody can see whether two sites are the same."""

import hashlib
import json
from pathlib import Path
from typing import Any

NAME = "manifest.json"
# Sphinx's own note about its last run; it is no part of the site.
LEFT_OUT = {NAME, ".buildinfo"}


def sums(folder: Path, *, blank: str = "") -> dict[str, str]:
    """Return the SHA-256 of every file below ``folder`` but the manifest, by relative path.

    ``blank`` is a text that does not count wherever it stands: the content hash, when pages of
    different sources are compared, because it is on each of them.
    """
    paths = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return {
        name: hashlib.sha256((folder / name).read_bytes().replace(blank.encode(), b"")).hexdigest()
        for name in paths
        if name not in LEFT_OUT
    }


def site_digest(files: dict[str, str]) -> str:
    """Return one sum for the whole site."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def manifest(app: Any) -> dict[str, str]:
    """Return the manifest of the whole site."""
    files = sums(Path(app.outdir))
    content = {"site": site_digest(files), "files": files}
    return {NAME: json.dumps(content, indent=1, sort_keys=True) + "\n"}
