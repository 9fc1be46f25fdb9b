"""``python -m rebuild.serve PORT``: the built site, compressed as a web host would send it."""

import gzip
import io
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from analysis import terminal

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".csv", ".xml", ".txt", ".md"}


class Handler(SimpleHTTPRequestHandler):
    """Serves files over connections that stay open, texts compressed where the reader can."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Send the head of an answer and return its body."""
        path = Path(self.translate_path(self.path))
        takes = "gzip" in self.headers.get("Accept-Encoding", "")
        if not takes or path.suffix not in COMPRESSED or not path.is_file():
            return super().send_head()
        body = gzip.compress(path.read_bytes(), compresslevel=6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing of requests."""


def main() -> int:
    """Serve ``_build/html`` until stopped; a port that cannot be had is one line."""
    port = sys.argv[1]
    try:
        server = ThreadingHTTPServer(
            ("127.0.0.1", int(port)), partial(Handler, directory=str(Path("_build/html")))
        )
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
