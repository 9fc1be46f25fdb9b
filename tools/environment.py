"""Make the environment in ``.venv`` exactly as ``requirements.lock`` says, unless it stands.

``python3 -I tools/environment.py`` needs nothing but the standard library. uv installs the
packages, itself installed by pip from ``tools/installer.lock``; where uv cannot be had, pip does it
all. Both take what they fetch from where the user's pip is told to look. An environment that is not
whole, or that was moved with its folder, is made from nothing.
"""

import ast
import errno
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from subprocess import CompletedProcess

ROOT = Path(__file__).resolve().parents[1]
ENV = ROOT / ".venv"
PYTHON = ENV / "bin" / "python"
UV = ENV / "bin" / "uv"
NOTE = ENV / ".made.json"
SCRATCH = ROOT / "_build" / "scratch"
LOCK = ROOT / "requirements.lock"
INSTALLER = ROOT / "tools" / "installer.lock"
#: Where the project's packages lie, seen from the root.
PACKAGES = (".", "book/_ext", "tools")
HASHED = ("--require-hashes", "--no-deps", "--requirement")
PIP = ("-I", "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"
COMPILE = (
    *("--universal", "--fork-strategy", "fewest", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--no-annotate"),
)
#: What a user's pip may be told: where packages come from and by which way, each with uv's name
#: for it. Everything else (``user``, ``target``, ``prefix``) would put them somewhere else.
SETTINGS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "proxy": "ALL_PROXY",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "retries": "UV_HTTP_RETRIES",
    "no-cache-dir": "UV_NO_CACHE",
    # Not for uv, which has another cache and other words for it.
    "cache-dir": "",
    "keyring-provider": "",
}


def run(*command: str | Path, words: str = "", **variables: str) -> CompletedProcess[str]:
    """Run a command quietly, without personal settings of pip or uv; return the process."""
    personal = ("PIP_", "UV_CONFIG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(personal)}
    nothing = {"PIP_CONFIG_FILE": os.devnull, "UV_NO_CONFIG": "1"}
    return subprocess.run(
        [str(part) for part in command],
        input=words,
        env={**kept, **nothing, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def locked() -> str:
    """Return the digest of what the environment is made after."""
    content = b"".join(path.read_bytes() for path in (LOCK, INSTALLER, ROOT / "pyproject.toml"))
    return hashlib.sha256(content).hexdigest()


def noted() -> dict[str, str]:
    """Return what the environment's note says; nothing where there is none, or no Python runs."""
    try:
        note = json.loads(NOTE.read_text("utf-8"))
        done = run(PYTHON, "-I", "-c", VERSION)
    except (OSError, ValueError):
        return {}
    return note if done.stdout.strip() == note["python"] else {}


def settings() -> dict[str, str]:
    """Return what the user's pip is told of :data:`SETTINGS`, in files and in variables."""
    personal = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    listing = ("-I", "-m", "pip", "config", "list")
    lines = run(PYTHON, *listing, **{"PIP_CONFIG_FILE": "", **personal}).stdout.splitlines()
    told = {}
    for section in ("global.", "install.", ":env:."):  # the later one wins, as in pip
        own = (line.removeprefix(section) for line in lines if line.startswith(section))
        told |= dict(line.split("=", 1) for line in own)
    return {name: str(ast.literal_eval(told[name])) for name in told if name in SETTINGS}


def pip_install(python: Path, *what: str | Path) -> CompletedProcess[str]:
    """Let a Python's pip install into its own environment; return the process."""
    told = {f"PIP_{name.upper().replace('-', '_')}": value for name, value in settings().items()}
    return run(python, *PIP, *what, **told)


def uv_settings() -> dict[str, str]:
    """Return pip's settings as the variables that uv reads; what is set for uv itself stays."""
    told = {SETTINGS[name]: value for name, value in settings().items() if SETTINGS[name]}
    for name, sign in (("UV_INDEX", " "), ("UV_FIND_LINKS", ","), ("UV_INSECURE_HOST", " ")):
        if name in told:
            told[name] = sign.join(told[name].split())
    # pip asks every index for every package; hashes say which file is right.
    found = {"UV_INDEX_STRATEGY": "unsafe-best-match", **told}
    return {name: value for name, value in found.items() if name not in os.environ}


def has_uv() -> bool:
    """Say whether uv is in the environment, after putting it there if it can be had."""
    return pip_install(PYTHON, *HASHED, INSTALLER).returncode == 0


def install() -> CompletedProcess[str]:
    """Install what the lock names, by uv or else by pip; return the last process."""
    if has_uv():
        # Compiled once here, as pip does: a reader's settings may forbid it to every later process.
        sync = ("pip", "sync", "--require-hashes", "--compile-bytecode", "--python", PYTHON, LOCK)
        done = run(UV, *sync, **uv_settings())
        if done.returncode == 0:
            return done
    print("  by pip, which takes longer than uv", flush=True)
    return pip_install(PYTHON, *HASHED, LOCK)


def name_the_project() -> None:
    """Put the project's own packages and entry points into the environment."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (site,) = ENV.glob("lib/python*/site-packages")  # of its own Python, which may be another
    name = project["name"].replace("-", "_")
    (site / f"{name}.pth").write_text("".join(f"{ROOT / part}\n" for part in PACKAGES), "utf-8")
    folder = site / f"{name}-{project['version']}.dist-info"
    for old in site.glob(f"{name}-*.dist-info"):
        shutil.rmtree(old)
    folder.mkdir()
    entries = "".join(
        f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in points.items())
        for group, points in project["entry-points"].items()
    )
    (folder / "entry_points.txt").write_text(entries, "utf-8")
    head = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (folder / "METADATA").write_text(head, "utf-8")


def write_note() -> None:
    """Note that the environment is whole."""
    part = NOTE.with_suffix(".part")
    version = run(PYTHON, "-I", "-c", VERSION).stdout.strip()
    note = {"lock": locked(), "python": version, "root": str(ROOT)}
    part.write_text(json.dumps(note) + "\n", "utf-8")
    part.replace(NOTE)


def make(anew: bool) -> int:
    """Make the environment, or bring it to the lock; return the exit code."""
    version = ".".join(map(str, sys.version_info[:3])) if anew else noted()["python"]
    if not os.access(ROOT, os.W_OK):
        raise PermissionError(errno.EACCES, "nothing may be written here", str(ROOT))
    print(f"making the environment in .venv with Python {version}, exactly as locked", flush=True)
    if anew and ENV.is_symlink():
        ENV.unlink()  # what it leads to is another folder's, and so is its note
    NOTE.unlink(missing_ok=True)
    if anew:
        shutil.rmtree(ENV, ignore_errors=True)
        done = run(sys.executable, "-I", "-m", "venv", ENV)
        if done.returncode != 0 or not PYTHON.exists():
            shutil.rmtree(ENV, ignore_errors=True)
            print(done.stdout.strip(), file=sys.stderr)
            print(
                f"This Python ({sys.executable}) makes no environment. On Debian install "
                "python3-venv; elsewhere set PYTHON=/path/to/another.",
                file=sys.stderr,
            )
            return 1
    done = install()
    if done.returncode != 0:
        print(f"{done.stdout.strip()}\nThe environment was not made (see above).", file=sys.stderr)
        return 1
    name_the_project()
    write_note()
    return 0


def scratch(package: str) -> int:
    """Install a package and what it needs beside the environment; return the exit code."""
    shutil.rmtree(SCRATCH, ignore_errors=True)
    python = SCRATCH / "bin" / "python"
    done = run(sys.executable, "-I", "-m", "venv", SCRATCH)
    if done.returncode == 0:
        uv = (UV, "pip", "install", "--quiet", "--python", python, package)
        done = run(*uv, **uv_settings()) if has_uv() else pip_install(python, package)
    print(done.stdout.strip(), end="", file=sys.stderr)
    return done.returncode


def renew_locks() -> int:
    """Write both locks anew, for all supported Pythons at once; return the exit code."""
    if not PYTHON.exists() and main() != 0:
        return 1
    if not has_uv():
        print("uv is needed to renew the locks and cannot be had here", file=sys.stderr)
        return 1
    code = 0
    for name, lock in (("pyproject.toml", LOCK), ("-", INSTALLER)):
        extras = ("--all-extras",) if name != "-" else ()
        compile_ = (UV, "pip", "compile", "--quiet", *COMPILE, *extras, "--output-file", lock, name)
        done = run(*compile_, words="uv\n", **uv_settings())
        print(done.stdout.strip() or f"{lock.relative_to(ROOT)} renewed")
        code = code or done.returncode
    return code


def main() -> int:
    """Make sure that the environment stands; one process at a time."""
    with Path(__file__).open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        note = noted()
        stays = note.get("root") == str(ROOT)  # its scripts name the folder that they stand in
        return 0 if stays and note["lock"] == locked() else make(anew=not stays)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--scratch"]:
        sys.exit(scratch(sys.argv[2]))
    try:
        sys.exit(renew_locks() if sys.argv[1:] == ["--lock"] else main())
    except KeyboardInterrupt:
        print("\nstopped; the next make takes it up again", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        print(f"{error.filename}: cannot be used: {error.strerror}", file=sys.stderr)
        sys.exit(1)
