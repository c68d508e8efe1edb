"""A web of made-up hosts, all played by one server of this machine, good ones and every sort of bad one.

Names end in `.example.org`. Most of them stand for this machine, which is let through here alone; `inside.` stands for
a private address, `split.` for a public one and a private one, and `nowhere.` for nothing.
"""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from generator.loading.address_rules import is_public
from generator.visiting.doors import CannotLookUp, Doors, IpAddress, NoSuchHost
from generator.visiting.pace import Pace
from generator.visiting.question import Limits
from generator.visiting.visit import Manners, Visitor

HERE = "127.0.0.1"
ODD_NAMES: Mapping[str, list[str]] = {
    "inside.example.org": ["10.0.0.7"],
    "metadata.example.org": ["169.254.169.254"],
    "loop.example.org": ["::1"],
    "mapped.example.org": ["::ffff:192.168.0.1"],
    "split.example.org": [HERE, "10.0.0.7"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a path answers."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    to: str | None = None
    """Where it sends on; {web} stands for the made-up web's port."""
    only_get: int | None = None
    """The status of HEAD, where that is another one."""
    delay: float = 0.0
    trickle: float = 0.0
    """Seconds between two letters of the head."""
    resets: bool = False
    resets_head: bool = False
    body: Callable[[], Iterator[bytes]] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it arrived."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    at: float


@dataclass(slots=True)
class Web:
    """What is answered, and what was asked."""

    port: int
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    """By path; the last one is repeated."""
    asked: list[Asked] = field(default_factory=list)
    sent: int = 0
    """Bytes of bodies that left."""
    looked_up: list[str] = field(default_factory=list)
    without_names: bool = False
    knows_no_name: bool = False

    def at(self, path: str, *replies: Reply, host: str = "www.example.org") -> str:
        """The address of a path that answers so, by turns."""
        self.replies[path] = list(replies)
        return f"http://{host}:{self.port}{path}"

    def look_up(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if self.without_names:
            raise CannotLookUp(host)
        if self.knows_no_name or host == "nowhere.example.org":
            raise NoSuchHost(host)
        return ODD_NAMES.get(host, [HERE])

    def visitor(self, **manners: float) -> Visitor:
        """Somebody who may call at this machine, and is in a hurry."""
        given = {"connecting": 1.0, "whole": 1.0, "first_pause": 0.05, "longest_pause": 1.5, **manners}
        limits = Limits(given.pop("connecting"), given.pop("whole"))
        pace = Pace(pause=given.pop("pause", 0.0), own_pauses={})
        doors = Doors(self.look_up, is_open_here)
        return Visitor(
            agent="paperindex/test", doors=doors, manners=Manners(limits=limits, **given), pace=pace
        )


def is_open_here(address: IpAddress) -> bool:
    return str(address) == HERE or is_public(address)


def endless() -> Iterator[bytes]:
    while True:
        yield b"x" * 65_536


@contextmanager
def odd_hosts() -> Iterator[Web]:
    """The web, answering while the block runs."""
    web = Web(0)
    server = ThreadingHTTPServer((HERE, 0), _handler(web))
    server.daemon_threads = True
    web.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()


def _handler(web: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10

        def do_GET(self) -> None:
            self._answer()

        def do_HEAD(self) -> None:
            self._answer()

        def _answer(self) -> None:
            host = self.headers.get("Host", "").partition(":")[0]
            web.asked.append(Asked(self.command, host, self.path, dict(self.headers), time.monotonic()))
            replies = web.replies.get(self.path, [Reply(status=404)])
            reply = replies[0]
            # Both questions of one attempt get the same answer.
            if len(replies) > 1 and (
                self.command == "GET" or 200 <= reply.status < 400 or reply.status == 429
            ):
                replies.pop(0)
            self.close_connection = True
            try:
                _send(web, self, reply)
            except OSError:
                return

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  (the name it overrides)
            """Say nothing: `asked` remembers."""

    return Handler


def _send(web: Web, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    """Send one reply, as badly as it says."""
    is_head = handler.command == "HEAD"
    if reply.resets or (reply.resets_head and is_head):
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()
        return
    time.sleep(reply.delay)
    status = reply.only_get if reply.only_get is not None and is_head else reply.status
    head = [
        f"HTTP/1.1 {status} Made up",
        *(f"{name}: {value}" for name, value in reply.headers.items()),
    ]
    if reply.to is not None:
        head.append(f"Location: {reply.to.replace('{web}', str(web.port))}")
    for letter in "\r\n".join([*head, "Connection: close", "", ""]):
        handler.wfile.write(letter.encode("latin-1"))
        if reply.trickle:
            handler.wfile.flush()
            time.sleep(reply.trickle)
    for piece in reply.body() if reply.body is not None and not is_head else ():
        handler.wfile.write(piece)
        web.sent += len(piece)
