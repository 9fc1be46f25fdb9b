"""``python -m rebuild.serve PORT``: the built site on a local address."""

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from analysis import terminal


class Handler(SimpleHTTPRequestHandler):
    """Serves files over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing of requests."""


def main() -> int:
    """Serve ``_build/html`` until stopped; a port that cannot be had is one line."""
    port = sys.argv[1]
    try:
        handler = partial(Handler, directory="_build/html")
        server = ThreadingHTTPServer(("127.0.0.1", int(port)), handler)
    except (OSError, OverflowError, ValueError):
        print(
            f"The port {port} cannot be had; choose another: make serve PORT=8001", file=sys.stderr
        )
        return 1
    with server:
        print(f"http://localhost:{server.server_port}/ (Ctrl+C stops it)", flush=True)
        server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(terminal.run(main))
