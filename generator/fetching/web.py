"""One question over HTTP, asked politely, with an end in sight.

`requests` does the talking: it is installed with mkdocs-material anyway, is well kept and typed, and knows the
proxies and certificates of campus networks, which the standard library and bare urllib3 leave to the caller.
Retries are ours, because only here the whole time, the size and the way of redirects are bounded together.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from generator.fetching.faults import BadAnswer, NotKnown, Unreachable

LARGEST_ANSWER = 5_000_000
"""Bytes. Fifty papers with abstracts are a quarter of a million."""
PIECE = 65_536
MOST_REDIRECTS = 3
MOST_ATTEMPTS = 4
TRANSIENT = frozenset({429, 500, 502, 503, 504})
WEB_PAGE = (b"<!doctype html", b"<html")
THROTTLED = b"rate exceeded"
"""arXiv's words where others answer 429."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for what, in seconds."""

    connecting: float = 10.0
    silence: float = 20.0
    """Between two pieces of an answer."""
    answer: float = 60.0
    """For one whole answer, however it trickles."""
    first_pause: float = 1.0
    """Before the second attempt; each further pause is twice as long."""
    longest_pause: float = 30.0
    """A service that asks for more is left alone."""
    whole: float = 90.0
    """For one question with all its attempts; none is begun after that."""

    def times(self, factor: float) -> Patience:
        """The same, stretched. What a service itself asks for is not shortened."""
        return Patience(
            connecting=self.connecting * factor,
            silence=self.silence * factor,
            answer=self.answer * factor,
            first_pause=self.first_pause * factor,
            longest_pause=self.longest_pause * factor,
            whole=self.whole * factor,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Somebody who can be asked."""

    name: str
    pause: float
    """Seconds that it wants between two questions."""
    family: str
    """The domain within which it may send us on, such as arxiv.org."""


class _TryAgain(Exception):
    """An attempt failed in a way that passes; says why, and what pause the service asks for."""

    def __init__(self, why: str, pause: float | None = None) -> None:
        super().__init__(why)
        self.pause = pause


@dataclass(slots=True)
class Web:
    """Asks services. Keeps their pauses and one connection each."""

    agent: str
    patience: Patience = Patience()
    tell: Callable[[str], None] = lambda _: None
    """Told before each longer wait, for a person who looks on."""

    session: requests.Session = field(default_factory=requests.Session)
    asked: dict[str, float] = field(default_factory=dict)

    def answer(self, service: Service, address: str, accept: str) -> bytes:
        """The answer's body. Raises FetchFault with a message that names the service."""
        pause, end = self.patience.first_pause, time.monotonic() + self.patience.whole
        for attempt in range(1, MOST_ATTEMPTS + 1):
            self._keep_pause(service)
            try:
                return self._attempt(service, address, accept)
            except _TryAgain as failure:
                wanted = failure.pause if failure.pause is not None else pause
                if wanted > max(self.patience.longest_pause, 1.0):
                    raise Unreachable(
                        f"{failure} and asks to wait {wanted:.0f} seconds; try again later"
                    ) from None
                if attempt == MOST_ATTEMPTS or time.monotonic() + wanted > end:
                    raise Unreachable(f"{failure}, {_times(attempt)}; try again later") from None
                self.tell(f"{failure}; waiting {wanted:.0f} s")
                time.sleep(wanted)
                pause *= 2
            finally:
                self.asked[service.name] = time.monotonic()
        raise AssertionError("every attempt returns or raises")

    def _keep_pause(self, service: Service) -> None:
        last = self.asked.get(service.name)
        if last is not None:
            time.sleep(max(0.0, last + service.pause - time.monotonic()))

    def _attempt(self, service: Service, address: str, accept: str) -> bytes:
        end = time.monotonic() + self.patience.answer
        try:
            with self._response(service, address, accept) as response:
                _judge_status(service, response)
                body = _body(service, response, end)
        except requests.exceptions.SSLError:
            raise Unreachable(f"the certificate of {service.name} cannot be verified") from None
        except (requests.exceptions.Timeout, TimeoutError):
            raise _TryAgain(f"{service.name} does not answer in time") from None
        except requests.exceptions.ProxyError:
            raise Unreachable(
                f"the proxy on the way to {service.name} refuses or cannot be reached"
            ) from None
        except (requests.exceptions.RequestException, HTTPError) as fault:
            if "NameResolution" in repr(fault):
                raise Unreachable(f"{service.name} cannot be found: is this machine online?") from None
            raise _TryAgain(_reason(service, fault)) from None
        if body.strip().lower().startswith(THROTTLED):
            raise _TryAgain(f"{service.name} has been asked too often")
        if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(WEB_PAGE):
            raise Unreachable(
                f"{service.name} sent a web page instead of data: it may be under repair, or your network wants a login"
            )
        return body

    def _response(self, service: Service, address: str, accept: str) -> requests.Response:
        """The answer at the end of all redirects."""
        for _ in range(MOST_REDIRECTS + 1):
            response = self.session.get(
                address,
                headers={"User-Agent": self.agent, "Accept": accept, "Accept-Encoding": "identity"},
                timeout=(self.patience.connecting, self.patience.silence),
                allow_redirects=False,
                stream=True,
            )
            if not response.is_redirect:
                return response
            response.close()
            target = urljoin(address, response.headers["Location"])
            if not may_follow(address, target, service.family):
                raise BadAnswer(f"{service.name} sends us on to {target[:100]}, where we do not follow")
            address = target
        raise BadAnswer(f"{service.name} sends us in a circle")


def _times(attempt: int) -> str:
    return "and time is up" if attempt == 1 else f"{attempt} times in a row"


def may_follow(address: str, target: str, family: str) -> bool:
    """Whether a redirect stays with the service: its host or domain, never from https to anything else."""
    try:
        here, there = urlsplit(address), urlsplit(target)
        host = (there.hostname or "").lower()
    except ValueError:
        return False
    if here.netloc == there.netloc:
        return there.scheme == here.scheme or there.scheme == "https"
    return (
        there.scheme == "https"
        and (host == family or host.endswith(f".{family}"))
        and there.port in (None, 443)
    )


def _judge_status(service: Service, response: requests.Response) -> None:
    """Raises for every status but 200."""
    status = response.status_code
    if status == 200:
        return
    if status in TRANSIENT:
        why = "has been asked too often" if status == 429 else f"has a fault of its own (status {status})"
        raise _TryAgain(f"{service.name} {why}", _wanted_pause(response))
    if status in (404, 410):
        raise NotKnown(f"{service.name} does not know it")
    if status in (401, 403):
        raise Unreachable(f"{service.name} refuses to answer (status {status})")
    raise BadAnswer(f"{service.name} cannot answer the question (status {status})")


def _wanted_pause(response: requests.Response) -> float | None:
    """The seconds of Retry-After. Its other form, a date, is rare here and would need a right clock."""
    value = response.headers.get("Retry-After", "").strip()
    return float(value) if value.isascii() and value.isdigit() and len(value) < 8 else None


def _body(service: Service, response: requests.Response, end: float) -> bytes:
    """The whole body, refused as soon as it grows too large or comes too slowly."""
    too_large = BadAnswer(
        f"{service.name} answers with more than {LARGEST_ANSWER:,} bytes, which no paper needs"
    )
    announced = response.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > LARGEST_ANSWER:
        raise too_large
    body = bytearray()
    while piece := response.raw.read1(PIECE, decode_content=True):
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise too_large
        if time.monotonic() > end:
            raise TimeoutError
    if announced.isdigit() and "Content-Encoding" not in response.headers and len(body) < int(announced):
        raise _TryAgain(f"{service.name}'s answer broke off")
    return bytes(body)


def _reason(service: Service, fault: Exception) -> str:
    """What happened, without the library's own words, which help nobody."""
    words = repr(fault)
    if "Timeout" in words:
        return f"{service.name} does not answer in time"
    if "IncompleteRead" in words or "ProtocolError" in words or "Connection aborted" in words:
        return f"the connection to {service.name} broke off"
    return f"{service.name} cannot be reached"
