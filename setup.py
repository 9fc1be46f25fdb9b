"""Name the packages of ``pip install .``: the fits with their data, and the Sphinx side.

What setuptools writes on the way goes where everything else that is built goes.
"""

import shutil
from pathlib import Path

from setuptools import find_packages, setup

BUILT = Path("_build") / "wheel"
FOLDERS = {"analysis": ".", "audit_site": "book/_ext", "rebuild": "tools", "print_edition": "tools"}

shutil.rmtree(BUILT, ignore_errors=True)
BUILT.mkdir(parents=True)
setup(
    packages=[
        *(
            package
            for name, folder in FOLDERS.items()
            for package in find_packages(folder, include=[name, f"{name}.*"])
        ),
        "analysis._data",
    ],
    package_dir={
        **{name: f"{folder}/{name}" for name, folder in FOLDERS.items()},
        "analysis._data": "data",
    },
    package_data={
        "analysis._data": [f"**/*.{kind}" for kind in ("bib", "csv", "json", "txt", "yml")],
        "audit_site": [f"**/*.{kind}" for kind in ("html", "ics", "txt", "yml")],
        "print_edition": ["*.css", "*.html", "*.js"],
    },
    options={"build": {"build_base": str(BUILT)}, "egg_info": {"egg_base": str(BUILT)}},
)
