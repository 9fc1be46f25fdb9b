"""The whole Data Package as one archive in the site: same data, same bytes.

It holds what ``datapackage.json`` lists and that file itself, so that standard tools can load and
check it. Times in the archive are the evidence's date; files are stored in the package's order.
"""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from .. import settings
from ..figures import figure

NAME = f"{figure.DOWNLOADS}/audit-data.zip"
FOLDER = "audit-data"
DESCRIPTION = "datapackage.json"


def members(data: Path) -> list[str]:
    """Return the files of the package, its description first, without doubles."""
    content = json.loads((data / DESCRIPTION).read_text("utf-8"))
    names = [DESCRIPTION, "README.md"] if (data / "README.md").is_file() else [DESCRIPTION]
    for resource in content["resources"]:
        paths = resource["path"]
        names += [paths] if isinstance(paths, str) else list(paths)
    return list(dict.fromkeys(names))


def write_archive(data: Path, target: Path, day: date) -> list[str]:
    """Write the package in ``data`` to the archive ``target``; return the names of its files.

    Raises ``FileNotFoundError`` for a listed file that is not there.
    """
    names = members(data)
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in names:
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (data / name).read_bytes())
    return names


def write(app: Any, exception: Exception | None) -> None:
    """Write the archive into the site; a project without a package has none."""
    root = Path(app.srcdir)
    if exception is not None or app.builder.format != "html":
        return
    if (root / "data" / DESCRIPTION).is_file():
        day = date.fromisoformat(settings.data_date(root))
        write_archive(root / "data", Path(app.outdir) / NAME, day)


def setup(app: Any) -> None:
    """Write the archive when the pages stand."""
    app.connect("build-finished", write, priority=700)
