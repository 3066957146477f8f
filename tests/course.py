"""Course pages of another site than the app's, on this machine only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Course:
    """A site whose pages are what is put there."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, str] = {}

    def put(self, name: str, body: str) -> str:
        """Make this the body of the page of that name; return its address."""
        self.pages[f"/{name}"] = f"<!doctype html><meta charset=utf-8><title>Course</title>{body}"
        return f"{self.address}/{name}"


@contextmanager
def course() -> Iterator[Course]:
    """Serve a course on a free port until the block ends; its site is localhost, the app's 127.0.0.1."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer with the page."""
            body = site.pages.get(self.path.split("?")[0], "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    site = Course(f"http://localhost:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
