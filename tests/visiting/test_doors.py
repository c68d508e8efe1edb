"""What the system's answer about a name means."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from generator.visiting.doors import CannotLookUp, NoSuchHost, looked_up

NO_DATA = getattr(socket, "EAI_NODATA", socket.EAI_NONAME)


def answering(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def getaddrinfo(*asked: Any, **more: Any) -> Any:
        raise fault

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize("number", [socket.EAI_NONAME, NO_DATA])
def test_a_name_that_nobody_has_is_no_host(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    answering(monkeypatch, socket.gaierror(number, "Name or service not known"))
    with pytest.raises(NoSuchHost):
        looked_up("gone.example", 443)


@pytest.mark.parametrize(
    "fault",
    [
        socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
        socket.gaierror(socket.EAI_FAIL, "Non-recoverable failure in name resolution"),
        OSError(24, "Too many open files"),
    ],
)
def test_a_bad_moment_says_nothing_of_the_host(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    answering(monkeypatch, fault)
    with pytest.raises(CannotLookUp):
        looked_up("sound.example", 443)


def test_a_name_that_cannot_be_asked_for_says_nothing_of_the_host() -> None:
    with pytest.raises(CannotLookUp):
        looked_up(f"{'x' * 64}.example", 443)


def test_addresses_come_without_the_part_of_the_network_they_are_in(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1%eth0", 443, 0, 2))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: found)
    assert looked_up("here.example", 443) == ["fe80::1"]
