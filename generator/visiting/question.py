"""One question over HTTP: the status and the few headers that tell whether somebody lives there.

The standard library's client is used and not `requests`, since the connection must go to an address that was judged
(`doors`), and since no body is wanted: it is left unread, however large it is.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from generator.visiting.doors import Doors

KEPT_HEADERS = ("location", "retry-after", "cf-mitigated", "x-amzn-waf-action")
LONGEST_HEADER = 4_000
FIRST_BYTES = "bytes=0-1023"


class Silence(Exception):
    """No answer came; the message says why, as words that follow the host's name."""


class BrokenOff(Silence):
    """The other side hung up."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is kept of an answer."""

    status: int
    headers: Mapping[str, str]
    """In small letters; only those of KEPT_HEADERS."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds."""

    connecting: float = 10.0
    whole: float = 25.0
    """From the first word to the last header, however they trickle."""


def ask(method: str, address: str, agent: str, doors: Doors, limits: Limits) -> Answer:
    """Put one question and hang up. Raises Silence, or what ``doors`` raise."""
    parts = urlsplit(address)
    is_safe = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if is_safe else 80)
    connection = _Connection(host, port, doors.addresses(host, port), limits, is_safe=is_safe)
    alarm = threading.Timer(limits.whole, connection.cut)
    alarm.daemon = True
    alarm.start()
    try:
        connection.request(method, _path(address), headers=_headers(method, agent))
        response = connection.getresponse()
        kept = {name: response.headers.get(name, "")[:LONGEST_HEADER] for name in KEPT_HEADERS}
        return Answer(response.status, {name: value for name, value in kept.items() if value})
    except ssl.SSLCertVerificationError:
        raise Silence("shows a certificate that cannot be verified") from None
    except ssl.SSLError:
        raise Silence("speaks no TLS that we understand") from None
    except TimeoutError:
        raise Silence("does not answer in time") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise (Silence("does not answer in time") if connection.was_cut else BrokenOff("hangs up")) from None
    finally:
        alarm.cancel()
        connection.close()


def _headers(method: str, agent: str) -> dict[str, str]:
    headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    return headers if method == "HEAD" else {**headers, "Range": FIRST_BYTES}


def _path(address: str) -> str:
    """What stands in the first line; letters beyond ASCII percent-encoded as browsers do."""
    parts = urlsplit(address)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?[]')}" if parts.query else path


@cache
def _trust() -> ssl.SSLContext:
    """The system's certificates, and those that `requests` brings where a system has none."""
    context = ssl.create_default_context()
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return context


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that are known already, which another thread may cut."""

    def __init__(self, host: str, port: int, addresses: list[str], limits: Limits, *, is_safe: bool) -> None:
        super().__init__(host, port, timeout=limits.connecting)
        # Without this, the Host header would name the port that everybody expects.
        self.default_port = 443 if is_safe else 80
        self.addresses = addresses
        self.is_safe = is_safe
        self.was_cut = False

    def connect(self) -> None:
        """Knock at each address in turn; the name is never looked up again."""
        fault: OSError = OSError("no address")
        for address in self.addresses:
            if self.was_cut:
                raise TimeoutError
            try:
                self.sock = socket.create_connection((address, self.port), self.timeout)
                break
            except OSError as refused:
                fault = refused
        else:
            raise fault
        if self.is_safe:
            # The handshake comes after the socket is in place, so that it can be cut too.
            self.sock = _trust().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def cut(self) -> None:
        """End whatever is going on."""
        self.was_cut = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                # It ended by itself just now.
                return
