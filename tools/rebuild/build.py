"""``python -m rebuild.build``: the whole site into a fresh folder, put in place when complete.

A build that fails leaves the last good site where it is and says why in a few lines; one that is
killed leaves a folder that the next build clears away. The pages are those of a plain
``jupyter-book build .``, with every warning taken as an error.
"""

import contextlib
import gc
import io
import shutil
import subprocess
import sys
from pathlib import Path

from audit_site.common import write_whole
from audit_site.inputs import Sources, caches_home, is_chapter

from analysis import terminal

from . import kernels, reports, reuse_pages, run_notebooks

SITE, STAGING = Path("_build", "html"), Path("_build", ".staging")
PREVIOUS = ".previous"
ARTICLE = b'class="bd-article"'


class NotBuilt(Exception):
    """Why there is no new site, line by line."""


def validate_data(sources: Sources) -> bool:
    """Check the data package unless this very one has passed; say whether it does."""
    root = sources.root
    if not (root / "analysis" / "__main__.py").is_file():
        return True
    passed, inputs = caches_home(root) / "validated", sources.cache.name
    if passed.is_file() and passed.read_text("utf-8") == inputs:
        reports.say("the data are as they were checked before")
        return True
    reports.say("checking the data")
    command = [sys.executable, "-m", "analysis", "validate", "--edited"]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=False)
    reports.say(done.stdout.rstrip())
    if done.returncode == 0 and "edited since" not in done.stdout:
        write_whole(passed, inputs)
    return done.returncode == 0


def run_sphinx(
    root: Path, folder: Path, last: reuse_pages.Note | None = None
) -> tuple[BaseException | int, str]:
    """Build the pages into ``folder/html``; return Sphinx's result and its warnings.

    ``last`` is the note about the site that lies there to be taken up, if one does.
    """
    from jupyter_book.sphinx import build_sphinx

    warnings = io.StringIO()
    with contextlib.redirect_stderr(warnings), contextlib.redirect_stdout(io.StringIO()):
        result = build_sphinx(
            str(root),
            str(folder / "html"),
            path_config=str(root / "_config.yml"),
            noconfig=True,
            confoverrides={
                "latex_individualpages": False,
                "nitpicky": True,
                "audit_last_content": last.content if last else "",
                "audit_content": "all pages, or those that change, are written by the builder",
            },
            doctreedir=str(folder / ".doctrees"),
            warningiserror=True,
            keep_going=True,
            quiet=True,
        )
    reports.finish()
    return result, warnings.getvalue()


def put_in_place(new: Path, target: Path) -> None:
    """Replace ``target`` by ``new`` with two renames; the old site is removed afterwards."""
    previous = target.parent / PREVIOUS
    shutil.rmtree(previous, ignore_errors=True)
    if target.exists():
        target.rename(previous)
    new.rename(target)
    shutil.rmtree(previous, ignore_errors=True)


def say_what_stands(site: Path) -> None:
    """Say how many pages the new site has and how large it is.

    A page is what has an article; files that only lead to another one are none.
    """
    paths = [path for path in site.rglob("*") if path.is_file()]
    pages = {path for path in paths if path.suffix == ".html" and ARTICLE in path.read_bytes()}
    of_code = sum(path.is_relative_to(site / "source") for path in pages)
    size = sum(path.stat().st_size for path in paths)
    reports.say(
        f"built {len(pages) - of_code} pages and {of_code} of code, {size / 1e6:.1f} MB, "
        f"in {reports.total():.0f} s"
    )


def build(root: Path, target: Path, folder: Path) -> None:
    """Build the site into ``target``, unless the one that stands there is made of the same.

    ``folder`` is for what is not complete. Raises :class:`NotBuilt`.
    """
    if (target.parent / PREVIOUS).is_dir() and not target.exists():
        (target.parent / PREVIOUS).rename(target)  # killed between the two renames
    sources = Sources.read(root)
    now, last = reuse_pages.note_of(sources), reuse_pages.read_note(root, target)
    if last and last.sources == now.sources:
        reports.say("nothing has changed since the site was built; it stands as it is")
        return
    many = sum(map(is_chapter, sources.sums)) >= kernels.WORTH_WARMING
    if many and kernels.can_fork() and not sources.cache.is_dir():
        kernels.begin_warming()  # every chapter will run: the data are checked meanwhile
    if not validate_data(sources):
        raise NotBuilt("the data does not pass its checks (see above)")
    last = reuse_pages.take_up(root, target, folder, last, now)
    reports.say(
        "only words have changed since the last build, which is taken up"
        if last
        else "running and reading the chapters"
    )
    result, warnings = run_sphinx(root, folder, last)
    if isinstance(result, KeyboardInterrupt):
        raise result
    if result != 0:
        raise NotBuilt(*reports.explain(root, result, warnings))
    put_in_place(folder / "html", target)
    reuse_pages.keep(root, target, folder, now)
    say_what_stands(target)


def main(*, for_a_moment: bool = False) -> int:
    """Build the project in the current folder while no other build runs; return the exit code.

    When that fails or is stopped, say why, and what became of the last good site. The address of a
    site that is there ``for_a_moment`` is not told.
    """
    gc.set_threshold(100_000, 20, 20)  # trees of pages are large and hardly ever garbage
    root = Path.cwd()
    site, staging = root / SITE, root / STAGING
    reports.begin()
    try:
        if not (root / "_config.yml").is_file():
            raise NotBuilt("cause    no _config.yml is here: run it in the project's folder")
        run_notebooks.refuse_strangers(root)
        run_notebooks.hold(site.parent)
        shutil.rmtree(staging, ignore_errors=True)
        try:
            build(root, site, staging)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        if not for_a_moment:
            reports.say(f"open {(site / 'index.html').resolve().as_uri()}")
        return 0
    except KeyboardInterrupt:
        kept = "the last good site stays" if site.exists() else "there is no site yet"
        reports.say(f"\nstopped, {kept}")
        return terminal.STOPPED
    except NotBuilt as error:
        lines = error.args
    except (OSError, ImportError) as error:
        lines = reports.explain(root, error, "")
    kept = f"The last good site stays in {SITE}." if site.exists() else "There is no site yet."
    reports.say("\n".join(["\nThe book was not built.", *(f"  {line}" for line in [*lines, kept])]))
    return 1


if __name__ == "__main__":
    for_a_moment = sys.argv[1:] == ["--for-a-moment"]
    if sys.argv[1:] and not for_a_moment:
        sys.exit(f"expected nothing or --for-a-moment, found {' '.join(sys.argv[1:])}")
    sys.exit(terminal.run(lambda: main(for_a_moment=for_a_moment)))
