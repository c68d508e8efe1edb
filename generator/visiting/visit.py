"""One call at one address: what the answers, all together, say about it.

HEAD is asked first, since nothing but the status is wanted. Where that is not answered with a yes, GET with a range
asks again, because many sites know no HEAD. Only a clear no from the site itself (404, 410, no such host) speaks
against a link; whoever refuses, throttles or fails has not said that the page is gone.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from generator.loading.address_rules import address_fault
from generator.visiting.doors import CannotLookUp, Doors, NoSuchHost, PrivateAddress
from generator.visiting.outcome import Outcome, Verdict
from generator.visiting.pace import Pace
from generator.visiting.question import Answer, BrokenOff, Limits, Silence, ask

MOST_REDIRECTS = 8
MOST_ATTEMPTS = 3
GONE = frozenset({404, 410})
FAILING = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""They pass, mostly. Those above 511 are Cloudflare's words for a host behind it that fails."""
PERMANENT, REDIRECTS = frozenset({301, 308}), frozenset({301, 302, 303, 307, 308})
NOTHING_IN_RANGE = 416
"""The page is there, and is empty."""
LOGIN = re.compile(
    r"(?:^|[/.?&])(?:log-?in|sign-?in|sso|authorize|captcha|challenge)(?:[/.?&=]|$)", re.IGNORECASE
)
REGISTRARS = frozenset({"doi.org", "dx.doi.org"})
"""A redirect from here is the answer: the registrar knows the DOI. The publisher need not be troubled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How patient to be, in seconds."""

    limits: Limits = field(default_factory=Limits)
    first_pause: float = 3.0
    """Before the second attempt; twice as long before the third."""
    longest_pause: float = 60.0
    """A host that asks for more is left alone for this round."""

    def times(self, factor: float) -> Manners:
        """The same, stretched. What a host itself asks for is not shortened."""
        return Manners(
            limits=Limits(self.limits.connecting * factor, self.limits.whole * factor),
            first_pause=self.first_pause * factor,
            longest_pause=self.longest_pause * factor,
        )


class _TryAgain(Exception):
    """What went wrong passes, perhaps: the outcome if it does not, and what pause the host asks for."""

    def __init__(
        self, why: str, status: int | None = None, pause: float | None = None, *, is_unfound: bool = False
    ) -> None:
        super().__init__(why)
        self.outcome = Outcome(Verdict.BLOCKED, why, status, wants_rest=True, is_unfound=is_unfound)
        self.pause = pause


class _Told(Exception):
    """The matter is settled before the last redirect."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


@dataclass(slots=True)
class Visitor:
    """Calls at addresses, at everybody's own pace."""

    agent: str
    doors: Doors = field(default_factory=Doors)
    manners: Manners = field(default_factory=Manners)
    pace: Pace = field(default_factory=Pace)
    tell: Callable[[str], None] = lambda _: None

    def visit(self, address: str) -> Outcome:
        """What became of an address. Nothing that the other side does ends in an exception."""
        fault = address_fault(address)
        if fault is not None:
            return Outcome(Verdict.UNSAFE, f"the address {fault[0]}")
        pause = self.manners.first_pause
        for attempt in range(1, MOST_ATTEMPTS + 1):
            try:
                return self._followed(address)
            except _Told as told:
                return told.outcome
            except _TryAgain as failure:
                wanted = pause if failure.pause is None else failure.pause
                if wanted > self.manners.longest_pause:
                    why = f"{failure} and asks to wait {wanted:,.0f} seconds"
                    return replace(failure.outcome, reason=why)
                if attempt == MOST_ATTEMPTS:
                    return failure.outcome
                self.tell(f"{failure}; waiting {wanted:.0f} s")
                self.pace.put_off(_host(address), wanted)
                pause *= 2
        raise AssertionError("every attempt returns or raises")

    def _followed(self, address: str) -> Outcome:
        """The outcome at the end of all redirects. Raises _TryAgain or _Told."""
        here, lasting, is_lasting = address, address, True
        seen = {address}
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._answer(here, is_first=here == address)
            if answer.status not in REDIRECTS:
                return _judged(answer, here, lasting if lasting != address else None)
            if _host(here) in REGISTRARS and answer.status not in PERMANENT:
                return Outcome(Verdict.ALIVE, "known to the registrar", answer.status)
            if "location" not in answer.headers:
                raise _Told(Outcome(Verdict.BLOCKED, "sends us on without saying where", answer.status))
            target = _target(here, answer.headers["location"])
            if (fault := address_fault(target)) is not None:
                raise _Told(
                    Outcome(Verdict.UNSAFE, f"sends readers to an address that {fault[0]}", answer.status)
                )
            if LOGIN.search(_way(target)) and not LOGIN.search(_way(address)):
                raise _Told(Outcome(Verdict.BLOCKED, "asks for a login", answer.status))
            is_lasting = is_lasting and answer.status in PERMANENT
            lasting = target if is_lasting else lasting
            if target in seen:
                raise _Told(Outcome(Verdict.BLOCKED, "sends us in a circle", answer.status))
            seen.add(target)
            here = target
        raise _Told(Outcome(Verdict.BLOCKED, f"sends us on more than {MOST_REDIRECTS} times"))

    def _answer(self, address: str, *, is_first: bool) -> Answer:
        """HEAD's answer where it is a yes or leads on, else GET's."""
        try:
            answer = self._asked("HEAD", address, is_first=is_first)
        except BrokenOff:
            answer = None
        if answer is None or not (200 <= answer.status < 300 or answer.status in REDIRECTS | {429}):
            try:
                answer = self._asked("GET", address, is_first=is_first)
            except BrokenOff as silence:
                raise _TryAgain(f"{_host(address)} {silence}") from None
        if answer.status in FAILING and not _is_wall(answer):
            what = "has been asked too often" if answer.status == 429 else "has a fault of its own"
            raise _TryAgain(f"{_host(address)} {what}", answer.status, _wanted_pause(answer, time.time()))
        return answer

    def _asked(self, method: str, address: str, *, is_first: bool) -> Answer:
        host = _host(address)
        self.pace.wait_for_turn(host)
        try:
            return ask(method, address, self.agent, self.doors, self.manners.limits)
        except BrokenOff:
            raise
        except Silence as silence:
            raise _TryAgain(f"{host} {silence}") from None
        except CannotLookUp:
            raise _TryAgain(f"{host} cannot be looked up just now", is_unfound=True) from None
        except NoSuchHost:
            whose = "there is no host" if is_first else "it leads on to a host that does not exist,"
            raise _Told(Outcome(Verdict.DEAD, f"{whose} {host}", is_unfound=True)) from None
        except PrivateAddress:
            whose = "the host" if is_first else "it leads on to a host that"
            raise _Told(Outcome(Verdict.UNSAFE, f"{whose} {host} lies in a private network")) from None


def _target(here: str, location: str) -> str:
    """Where a redirect leads, without its part of a page. What is no address stays as it is, to be refused."""
    # Headers come as Latin-1; sites that put letters into them mean UTF-8.
    words = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        return urljoin(here, words).partition("#")[0]
    except ValueError:
        return words


def _judged(answer: Answer, address: str, moved_to: str | None) -> Outcome:
    status = answer.status
    if _is_wall(answer):
        return Outcome(Verdict.BLOCKED, "lets only people in, not programs", status)
    if status in GONE:
        return Outcome(Verdict.DEAD, f"{_host(address)} says that it is gone", status)
    if not (200 <= status < 300 or status == NOTHING_IN_RANGE):
        what = "asks for a login" if status in (401, 407) else "refuses programs or cannot answer"
        return Outcome(Verdict.BLOCKED, f"{_host(address)} {what}", status)
    if moved_to is not None:
        return Outcome(Verdict.MOVED, "moved for good", status, new_address=moved_to)
    return Outcome(Verdict.ALIVE, "answers", status)


def _is_wall(answer: Answer) -> bool:
    """Whether a gatekeeper answers in the site's place, with whatever status."""
    headers = answer.headers
    return headers.get("cf-mitigated") == "challenge" or headers.get("x-amzn-waf-action", "") in (
        "challenge",
        "captcha",
    )


def _wanted_pause(answer: Answer, now: float) -> float | None:
    """The seconds of Retry-After, which is a number or a date (RFC 9110, 10.2.3); None where it says nothing."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError, OSError):
        return None


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").rstrip(".").lower()


def _way(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.hostname}{parts.path}?{parts.query}"
