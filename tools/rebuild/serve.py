"""``python -m rebuild.serve``: the built site on an address of this machine, until Ctrl+C."""

from __future__ import annotations

import argparse
import errno
import functools
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from analysis import terminal

from .progress import Progress
from .reuse_pages import is_behind


class Handler(SimpleHTTPRequestHandler):
    """Sends the site's files and says nothing about each of them."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server that says nothing when a browser goes away in the middle of an answer."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a broken connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def serve(root: Path, port: int, progress: Progress) -> int:
    """Serve the site of a project until Ctrl+C; return the exit code."""
    site = root / "_build" / "html"
    try:
        server = Server(("127.0.0.1", port), functools.partial(Handler, directory=str(site)))
    except (OSError, OverflowError) as error:
        taken = getattr(error, "errno", None) == errno.EADDRINUSE
        reason = "is taken" if taken else f"cannot be had ({error})"
        progress.say(f"The port {port} {reason}; choose another: make serve PORT={port + 1}")
        return 1
    with server:
        if is_behind(root, site):
            progress.say("The site is older than the data or the text here: make book renews it.")
        progress.say(f"http://localhost:{server.server_address[1]}/ (Ctrl+C stops it)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0


def main() -> int:
    """Command line: serve the site of the project in the current folder."""
    parser = argparse.ArgumentParser(prog="python -m rebuild.serve", description=__doc__)
    parser.add_argument("port", type=int, nargs="?", default=8000)
    return serve(Path.cwd(), parser.parse_args().port, Progress())


if __name__ == "__main__":
    sys.exit(terminal.run(main))
