"""A small web server for a built site, as a static host would serve it.

Folders answer with their index page, unknown addresses with the site's own 404 page, texts are
compressed for who accepts it. It notes every request with its size, so that tests can weigh a page.
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {
    ".atom": "application/atom+xml",
    ".bib": "application/x-bibtex; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".png": "image/png",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
COMPRESSED_ALREADY = frozenset({".gz", ".jpg", ".png", ".woff2", ".zip"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One answered request."""

    path: str
    status: int
    size: int
    """Bytes of the body as sent, compressed where it was."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    """Connections that may wait: a browser opens many at once, and a busy machine is slow to take them."""


class StaticServer:
    """Serves `folder` under `base` on a free port of this machine."""

    def __init__(self, folder: Path, base: str = "/") -> None:
        self.folder = folder.resolve()
        self.base = base
        self.served: list[Served] = []
        site = self

        class Handler(_Handler):
            server_of_site = site

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def address(self, path: str = "") -> str:
        """The whole address of a path of the site, as in `address("papers/kimi-linear/")`."""
        return f"{self.origin}{self.base}{path.removeprefix('/')}"

    def file_for(self, path: str) -> Path | None:
        """The file that answers for a request path; None where the site has none."""
        if not path.startswith(self.base):
            return None
        file = (self.folder / unquote(path.removeprefix(self.base))).resolve()
        if not file.is_relative_to(self.folder):
            return None
        if path.endswith("/"):
            file /= "index.html"
        return file if file.is_file() else None

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server_of_site: StaticServer
    protocol_version = "HTTP/1.1"
    # A browser keeps connections open and uses them again, on a busy machine much later: closing them just then
    # would look like a broken line.
    timeout = 300

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        site = self.server_of_site
        path = urlsplit(self.path).path
        file = site.file_for(path)
        if file is None and site.file_for(f"{path}/"):
            self._redirect(f"{path}/")
            return
        status = HTTPStatus.OK if file else HTTPStatus.NOT_FOUND
        file = file or site.folder / "404.html"
        body, suffix = (file.read_bytes(), file.suffix) if file.is_file() else (b"not found", ".txt")
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(suffix, "application/octet-stream"))
        self.send_header("Vary", "Accept-Encoding")
        if suffix not in COMPRESSED_ALREADY and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = _compressed(body)
            self.send_header("Content-Encoding", "gzip")
        self._finish(path, status, body, with_body=with_body)

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", path)
        self._finish(path, HTTPStatus.MOVED_PERMANENTLY, b"", with_body=False)

    def _finish(self, path: str, status: HTTPStatus, body: bytes, *, with_body: bool) -> None:
        # Noted first: once the browser has the answer, a test may already be counting.
        self.server_of_site.served.append(Served(path=path, status=status, size=len(body)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def handle(self) -> None:
        # A page that is closed in the middle of loading drops its connections.
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  (the name it overrides)
        """Say nothing: `served` remembers."""


@lru_cache(maxsize=512)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=9, mtime=0)


@contextmanager
def serving(folder: Path, base: str = "/") -> Iterator[StaticServer]:
    """Serve `folder` while the block runs; `base` puts the site below a path, as project pages are."""
    server = StaticServer(folder, base)
    server.start()
    try:
        yield server
    finally:
        server.stop()
