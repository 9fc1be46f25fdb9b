"""``python -m rebuild.build``: the whole site into a fresh folder, put in place when complete.

A build that fails leaves the last good site where it is and says why in a few lines; one that is
killed leaves a folder that the next build clears away. The pages are those of a plain
``jupyter-book build .``, with every warning taken as an error.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import shutil
import subprocess
import sys
from pathlib import Path

from . import failures, lock, reuse_pages, up_to_date
from .progress import Progress, follow

STAGING = ".staging"
PREVIOUS = ".previous"


def validate_data(root: Path, progress: Progress) -> int:
    """Check the data package unless this very one has passed; show its report. Return the code."""
    if not (root / "analysis" / "__main__.py").is_file():
        return 0
    if up_to_date.is_validated(root):
        progress.say("the data are as they were checked before")
        return 0
    progress.say("checking the data")
    command = [sys.executable, "-m", "analysis", "validate", "--edited"]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=False)
    progress.say(done.stdout.rstrip())
    if done.returncode == 0 and "edited since" not in done.stdout:
        up_to_date.remember_validated(root)
    return done.returncode


def run_sphinx(
    root: Path, folder: Path, progress: Progress, last: reuse_pages.Note | None = None
) -> tuple[BaseException | int, str]:
    """Build the pages into ``folder/html``; return Sphinx's result and its warnings.

    ``last`` is the note about the site that lies there to be taken up, if one does.
    """
    from jupyter_book.sphinx import build_sphinx
    from sphinx.application import Sphinx

    warnings = io.StringIO()
    begin = Sphinx.build

    def build_with_progress(app: Sphinx, *args: object, **kwargs: object) -> None:
        follow(app, progress)
        begin(app, *args, **kwargs)

    Sphinx.build = build_with_progress  # type: ignore[method-assign]
    try:
        with contextlib.redirect_stderr(warnings), contextlib.redirect_stdout(io.StringIO()):
            result = build_sphinx(
                str(root),
                str(folder / "html"),
                path_config=str(root / "_config.yml"),
                noconfig=True,
                confoverrides={
                    "external_toc_path": (root / "_toc.yml").as_posix(),
                    "latex_individualpages": False,
                    "nitpicky": True,
                    "audit_last_content": last.content if last else "",
                    "audit_content": last.setting if last else "",
                },
                doctreedir=str(folder / ".doctrees"),
                warningiserror=True,
                keep_going=True,
                quiet=True,
            )
    finally:
        Sphinx.build = begin  # type: ignore[method-assign]
    return result, warnings.getvalue()


def put_in_place(new: Path, target: Path, previous: Path) -> None:
    """Replace ``target`` by ``new`` with two renames; the old site is removed afterwards."""
    shutil.rmtree(previous, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.rename(previous)
    new.rename(target)
    shutil.rmtree(previous, ignore_errors=True)


def site_size(folder: Path) -> tuple[int, int]:
    """Return the number of pages and the bytes of all files of a site."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in paths)
    return pages, sum(path.stat().st_size for path in paths)


def build(
    root: Path,
    output: Path | None = None,
    *,
    draft: bool = False,
    progress: Progress | None = None,
) -> int:
    """Build the site of the project at ``root`` into ``output`` (default ``_build/html``).

    A ``draft`` goes to ``_build/draft`` and is put in place in spite of warnings and of problems in
    the data, which are listed.
    Return 0, or 1 after saying what failed; then the last good site stands untouched.
    """
    progress = progress or Progress()
    home = root / "_build"
    target = output or home / ("draft" if draft else "html")
    with lock.only_build(home, progress.say):
        previous = target.parent / PREVIOUS
        if previous.is_dir() and not target.exists():
            previous.rename(target)  # a build was killed between the two renames
        if not draft and up_to_date.stands(root, target):
            progress.say("nothing has changed since the site was built; it stands as it is")
            progress.say(f"open {(target / 'index.html').resolve().as_uri()}")
            return 0
        sources, now = up_to_date.sources_digest(root), reuse_pages.note_of(root)
        if validate_data(root, progress) != 0 and not draft:
            return fail(progress, ["the data does not pass its checks (see above)"], target)
        folder = target.parent / STAGING
        shutil.rmtree(folder, ignore_errors=True)
        try:
            last = None if draft or output else reuse_pages.take_up(root, target, folder, now)
            progress.say(
                "only words have changed since the last build, which is taken up"
                if last
                else "running and reading the chapters"
            )
            result, warnings = run_sphinx(root, folder, progress, last)
            progress.finish()
            if draft and not isinstance(result, BaseException):
                for line in failures.readable_warnings(root, warnings):
                    progress.say(f"  {line}")
            elif isinstance(result, BaseException) or result != 0:
                return fail(progress, failures.explain(root, result, warnings), target)
            put_in_place(folder / "html", target, previous)
            if not draft:
                up_to_date.remember(root, target, sources)
            if not draft and not output:
                reuse_pages.keep(root, target, folder, now, last)
        except OSError as error:
            return fail(progress, failures.explain(root, error, ""), target)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    pages, size = site_size(target)
    progress.say(f"built {pages} pages, {size / 1e6:.1f} MB, in {progress.total():.0f} s")
    progress.say(f"open {(target / 'index.html').resolve().as_uri()}")
    return 0


def fail(progress: Progress, lines: list[str], target: Path) -> int:
    """Say why there is no new site, and what became of the old one."""
    progress.say("\nThe book was not built.")
    for line in lines:
        progress.say(f"  {line}")
    kept = (
        f"The last good site stays in {target.name}."
        if target.exists()
        else "There is no site yet."
    )
    progress.say(f"  {kept}")
    return 1


def main(arguments: list[str] | None = None) -> int:
    """Command line: build the project in the current folder."""
    parser = argparse.ArgumentParser(prog="python -m rebuild.build", description=build.__doc__)
    parser.add_argument("--output", type=Path, help="folder of the finished site (_build/html)")
    parser.add_argument(
        "--draft", action="store_true", help="to _build/draft, listing warnings instead of failing"
    )
    options = parser.parse_args(arguments)
    root = Path.cwd()
    if not (root / "_config.yml").is_file():
        parser.error("run it in the project's folder (no _config.yml here)")
    output = options.output.resolve() if options.output else None
    try:
        return build(root, output, draft=options.draft)
    except OSError as error:
        lines = failures.explain(root, error, "")
        return fail(Progress(), lines, output or root / "_build" / "html")


if __name__ == "__main__":
    sys.exit(main())
