"""Many addresses: each host at its own pace, and none asked on after it had enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from generator.visiting.outcome import Outcome, Verdict
from generator.visiting.outside_links import OutsideLink
from generator.visiting.rounds import visited
from generator.visiting.visit import Visitor
from tests.visiting.odd_hosts import Reply, Web, odd_hosts


@pytest.fixture
def web() -> Iterator[Web]:
    with odd_hosts() as web:
        yield web


def links_of(web: Web, host: str, number: int, *replies: Reply) -> list[OutsideLink]:
    return [
        OutsideLink(web.at(f"/{host}/{n:02}", *replies, host=f"{host}.example.org"), ())
        for n in range(number)
    ]


def round_of(links: list[OutsideLink], visitor: Visitor, at_once: int = 4) -> dict[str, Outcome]:
    return {link.address: outcome for link, outcome in visited(links, visitor, at_once)}


def test_every_address_gets_its_verdict(web: Web) -> None:
    links = [*links_of(web, "one", 5, Reply()), *links_of(web, "two", 3, Reply(status=404))]
    found = round_of(links, web.visitor())
    assert list(found) != []
    assert Counter(outcome.verdict for outcome in found.values()) == {Verdict.ALIVE: 5, Verdict.DEAD: 3}


def test_a_host_is_asked_at_its_pace_and_hosts_side_by_side(web: Web) -> None:
    links = [link for host in ("one", "two", "three") for link in links_of(web, host, 4, Reply())]
    round_of(links, web.visitor(pause=0.2))
    for host in ("one", "two", "three"):
        times = [asked.at for asked in web.asked if asked.host == f"{host}.example.org"]
        # Three pauses of 0.2 seconds; a busy machine may notice the first question a little late.
        assert times[-1] - times[0] >= 0.5
    # One after the other they would take three times 0.6 seconds.
    assert web.asked[-1].at - web.asked[0].at < 1.5


def test_no_more_hosts_at_once_than_allowed(web: Web) -> None:
    links = [link for host in ("one", "two", "three") for link in links_of(web, host, 2, Reply(delay=0.1))]
    round_of(links, web.visitor(), at_once=1)
    hosts = [asked.host for asked in web.asked]
    assert hosts == sorted(hosts)


def test_a_host_that_fails_three_times_is_left_alone(web: Web) -> None:
    found = round_of(links_of(web, "one", 6, Reply(status=500)), web.visitor())
    assert [outcome.was_asked for outcome in found.values()] == [True] * 3 + [False] * 3
    assert {outcome.verdict for outcome in found.values()} == {Verdict.BLOCKED}
    assert len({asked.path for asked in web.asked}) == 3


def test_a_host_that_has_been_asked_too_often_is_left_alone_at_once(web: Web) -> None:
    much = Reply(status=429, headers={"Retry-After": "3600"})
    found = round_of(links_of(web, "one", 4, much), web.visitor())
    assert [outcome.was_asked for outcome in found.values()] == [True, False, False, False]
    assert len(web.asked) == 1


def test_pages_that_are_gone_tire_nobody(web: Web) -> None:
    found = round_of(links_of(web, "one", 6, Reply(status=404)), web.visitor())
    assert all(outcome.was_asked for outcome in found.values())


def test_who_stops_listening_ends_the_round(web: Web) -> None:
    visitor = web.visitor(pause=0.1)
    coming = visited(links_of(web, "one", 20, Reply()), visitor, 2)
    next(coming)
    coming.close()  # type: ignore[attr-defined]  # a generator behind the name of an iterator
    assert visitor.pace.stop.is_set()
    assert len(web.asked) < 5


def test_a_mistake_of_ours_is_not_swallowed(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(self: Visitor, address: str) -> Outcome:
        raise ZeroDivisionError

    monkeypatch.setattr(Visitor, "visit", mistaken)
    with pytest.raises(ZeroDivisionError):
        round_of(links_of(web, "one", 1, Reply()), web.visitor())
