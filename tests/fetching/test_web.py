"""How long one question may take, whatever the other side does."""

from __future__ import annotations

import time

import pytest

from generator.fetching.faults import Unreachable
from generator.fetching.web import Patience, Service, Web
from tests.fetching.fake_services import Answer, fake_services

SERVICE = Service(name="arXiv", pause=0.0, family="arxiv.org")
ATOM = "application/atom+xml"


def seconds_until_given_up(fault: Answer, patience: Patience) -> tuple[float, int]:
    """How long the question took, and how often it was asked."""
    with fake_services() as services:
        services.arxiv, services.repeat = [fault], True
        started = time.monotonic()
        with pytest.raises(Unreachable):
            Web(agent="test", patience=patience).answer(SERVICE, f"{services.origin}/arxiv/query", ATOM)
        return time.monotonic() - started, len(services.asked)


def test_all_attempts_together_have_an_end() -> None:
    patience = Patience(first_pause=0.4, whole=1.0)
    taken, attempts = seconds_until_given_up(Answer(status=503), patience)
    # The second pause of 0.8 seconds would end behind the whole second.
    assert attempts == 2
    assert taken < 1.0


def test_pauses_double() -> None:
    taken, attempts = seconds_until_given_up(Answer(status=503), Patience(first_pause=0.1))
    assert attempts == 4
    assert taken >= 0.1 + 0.2 + 0.4


def test_an_answer_that_trickles_is_cut_off() -> None:
    patience = Patience(answer=0.5, whole=0.4)
    taken, attempts = seconds_until_given_up(Answer(body=b"x" * 1000, trickle=0.05), patience)
    assert attempts == 1
    assert taken < 5


def test_waiting_is_told() -> None:
    told: list[str] = []
    with fake_services() as services:
        services.arxiv = [Answer(status=429), Answer(body=b"<feed/>")]
        web = Web(agent="test", patience=Patience(first_pause=0.01), tell=told.append)
        assert web.answer(SERVICE, f"{services.origin}/arxiv/query", ATOM) == b"<feed/>"
    assert told == ["arXiv has been asked too often; waiting 0 s"]


def test_the_pause_of_a_service_lies_between_two_questions() -> None:
    slow = Service(name="arXiv", pause=0.5, family="arxiv.org")
    with fake_services() as services:
        services.arxiv = [Answer(body=b"1"), Answer(body=b"2")]
        web = Web(agent="test")
        for _ in range(2):
            web.answer(slow, f"{services.origin}/arxiv/query", ATOM)
        first, second = services.asked
    assert second.at - first.at >= 0.5
