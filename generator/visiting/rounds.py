"""A round of calls: several hosts at once, each of them asked one thing at a time."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.visiting.outcome import Outcome
from generator.visiting.outside_links import OutsideLink
from generator.visiting.pace import Stopped
from generator.visiting.visit import Visitor

TIRED_AFTER = 3
"""So many failures of a host in a row, and the rest of its addresses is not asked."""

Found = tuple[OutsideLink, Outcome]


def visited(links: Iterable[OutsideLink], visitor: Visitor, hosts_at_once: int) -> Iterator[Found]:
    """Each link with its outcome, as they come. Closing the iterator ends the round."""
    hosts: dict[str, list[OutsideLink]] = {}
    for link in links:
        hosts.setdefault(link.host, []).append(link)
    waiting: queue.SimpleQueue[list[OutsideLink]] = queue.SimpleQueue()
    # The host with the most addresses takes longest, so it begins.
    for of_host in sorted(hosts.values(), key=lambda some: (-len(some), some[0].host)):
        waiting.put(of_host)
    found: queue.SimpleQueue[Found | BaseException] = queue.SimpleQueue()
    for _ in range(min(hosts_at_once, len(hosts))):
        # Daemons: a person who presses Ctrl-C does not wait for a slow host.
        threading.Thread(target=_work, args=(waiting, found, visitor), daemon=True).start()
    try:
        for _ in range(sum(len(of_host) for of_host in hosts.values())):
            one = found.get()
            if isinstance(one, BaseException):
                raise one
            yield one
    finally:
        visitor.pace.stop.set()


def _work(
    waiting: queue.SimpleQueue[list[OutsideLink]],
    found: queue.SimpleQueue[Found | BaseException],
    visitor: Visitor,
) -> None:
    try:
        while True:
            for one in _of_one_host(waiting.get_nowait(), visitor):
                found.put(one)
    except (queue.Empty, Stopped):
        return
    except BaseException as mistake:
        found.put(mistake)


def _of_one_host(links: list[OutsideLink], visitor: Visitor) -> Iterator[Found]:
    """Each address of a host in turn, until the host has had enough."""
    failures = 0
    tired: Outcome | None = None
    for link in links:
        if tired is not None:
            reason = f"not asked: {tired.reason}"
            yield link, replace(tired, reason=reason, was_asked=False)
            continue
        outcome = visitor.visit(link.address)
        failures = failures + 1 if outcome.wants_rest else 0
        if failures == TIRED_AFTER or (outcome.wants_rest and outcome.status == 429):
            tired = outcome
        yield link, outcome
