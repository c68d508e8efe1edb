"""arXiv and Crossref played by a server of this machine, good days and bad ones.

All papers here are made up. A test says what is answered to whom; the last answer is repeated.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

ATOM_TYPE = "application/atom+xml; charset=utf-8"
JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of a service."""

    body: bytes = b""
    status: int = 200
    type: str = ATOM_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    """Seconds before the first byte."""
    trickle: float = 0.0
    """Seconds between one byte and the next."""
    cut_after: int | None = None
    """Bytes after which the connection breaks, although more were announced."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it arrived."""

    path: str
    agent: str
    at: float


@dataclass(slots=True)
class FakeServices:
    """What is answered, and what was asked."""

    origin: str = ""
    papers: dict[str, str] = field(default_factory=dict)
    """Entries of the feed by arXiv id."""
    works: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Crossref's works by DOI in small letters."""
    arxiv: list[Answer] = field(default_factory=list)
    """Faults that come before the good answers."""
    crossref: list[Answer] = field(default_factory=list)
    repeat: bool = False
    """Whether the last fault stays for ever."""
    asked: list[Asked] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        """The environment that sends the command here, and makes it impatient."""
        return {
            "PAPERINDEX_ARXIV_API": f"{self.origin}/arxiv/query",
            "PAPERINDEX_CROSSREF_API": f"{self.origin}/crossref",
            "PAPERINDEX_PATIENCE": "0.05",
            "NO_PROXY": "127.0.0.1",
            "SOURCE_DATE_EPOCH": "1795132800",  # 20 November 2026
        }

    def questions(self, service: str) -> list[Asked]:
        """What one service was asked."""
        return [asked for asked in self.asked if asked.path.startswith(f"/{service}/")]

    def answer_for(self, path: str) -> Answer:
        faults = self.arxiv if path.startswith("/arxiv/") else self.crossref
        if faults:
            return faults[0] if self.repeat and len(faults) == 1 else faults.pop(0)
        parts = urlsplit(path)
        if parts.path.startswith("/arxiv/"):
            wanted = parse_qs(parts.query)["id_list"][0].split(",")
            return Answer(body=feed(*(self.papers[key] for key in wanted if key in self.papers)))
        work = self.works.get(unquote(parts.path.removeprefix("/crossref/works/")).lower())
        if work is None:
            return Answer(body=b"Resource not found.", status=404, type="text/plain")
        return Answer(body=json.dumps({"status": "ok", "message": work}).encode(), type=JSON_TYPE)


def feed(*entries: str) -> bytes:
    """An Atom feed as arXiv sends it."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<title>Query results</title><opensearch:totalResults>{len(entries)}</opensearch:totalResults>\n"
        f"{''.join(entries)}</feed>\n"
    ).encode()


def entry(
    identifier: str,
    title: str,
    *,
    authors: tuple[str, ...] = ("Ada Lovelace", "Alan Turing"),
    published: str = "2026-03-02T17:59:59Z",
    abstract: str = "We study nothing in particular.",
    doi: str = "",
    journal: str = "",
    comment: str = "",
) -> str:
    """One paper of the feed."""
    extra = "".join(
        f"<arxiv:{name}>{escape(value)}</arxiv:{name}>"
        for name, value in (("doi", doi), ("journal_ref", journal), ("comment", comment))
        if value
    )
    names = "".join(f"<author><name>{escape(name)}</name></author>" for name in authors)
    return (
        f"<entry><id>http://arxiv.org/abs/{identifier}v2</id><updated>2026-05-01T00:00:00Z</updated>"
        f"<published>{published}</published><title>{escape(title)}</title><summary>  {escape(abstract)}\n</summary>"
        f'{names}{extra}<arxiv:primary_category term="cs.LG"/><category term="cs.LG"/><category term="stat.ML"/>'
        f'<category term="68T07"/><link href="http://arxiv.org/abs/{identifier}v2" rel="alternate"/></entry>\n'
    )


def refusal(summary: str) -> bytes:
    """The feed that arXiv answers, with status 200, to a question it cannot read."""
    return feed(
        "<entry><id>http://arxiv.org/api/errors#incorrect_id_format</id><title>Error</title>"
        f"<summary>{escape(summary)}</summary><updated>2026-05-01T00:00:00Z</updated></entry>"
    )


def work(doi: str, name: str, /, **fields: Any) -> dict[str, Any]:
    """One work of Crossref; fields in the names of its API, with _ for -."""
    given: dict[str, Any] = {
        "DOI": doi,
        "type": "proceedings-article",
        "title": [name],
        "author": [
            {"given": "Ada", "family": "Lovelace", "sequence": "first"},
            {"given": "Alan", "family": "Turing", "sequence": "additional"},
        ],
        "issued": {"date-parts": [[2025, 7]]},
    }
    return {**given, **{name.replace("_", "-"): value for name, value in fields.items()}}


@contextmanager
def fake_services() -> Iterator[FakeServices]:
    """The services, answering while the block runs."""
    services = FakeServices()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(lambda: services))
    server.daemon_threads = True
    services.origin = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield services
    finally:
        server.shutdown()
        server.server_close()


def _handler(services: Callable[[], FakeServices]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10

        def do_GET(self) -> None:
            asked = Asked(self.path, self.headers.get("User-Agent", ""), time.monotonic())
            services().asked.append(asked)
            answer = services().answer_for(self.path)
            time.sleep(answer.delay)
            try:
                self._send(answer)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            body = answer.body[: answer.cut_after]
            if answer.trickle:
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(answer.trickle)
            else:
                self.wfile.write(body)
            if answer.cut_after is not None:
                self.close_connection = True

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  (the name it overrides)
            """Say nothing: `asked` remembers."""

    return Handler
