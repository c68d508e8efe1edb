"""Where links may lead: to hosts that everybody can reach, however their names are written."""

from __future__ import annotations

import pytest

from generator.loading.address_rules import address_fault
from generator.loading.link_rules import read_address
from generator.loading.node_reader import FileReading
from generator.loading.positioned_yaml import Scalar


@pytest.mark.parametrize(
    "host",
    [
        "[::1]", "[::]", "[::127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::a00:1]", "[2002:a00:1::]", "[2001:0:7f00:1::]",
        "[fc00::1]", "[fd00::1]", "[fe80::1]", "[fe80::1%25eth0]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]",
        "0", "0.1", "127.1", "127.0.0.1", "127.0.0.1.", "0x7f000001", "0x7f000001.", "0x7f.0.0.1", "017700000001",
        "0177.0.0.1", "2130706433", "１２７.0.0.1", "127。0。0。1", "①②⑦.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.0.1",
        "100.64.0.1", "169.254.169.254", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "localhost", "localhost.", "LOCALHOST", "a.localhost", "localhost%2e", "ⓛocalhost", "localhost.localdomain",
        "printer.local", "printer.local.", "a.home.arpa", "metadata.google.internal", "intranet", "x.test", "x.invalid",
    ],
)  # fmt: skip
def test_no_link_leads_into_a_private_network(host: str) -> None:
    assert address_fault(f"https://{host}/") is not None
    assert address_fault(f"http://{host}:8080/x") is not None


@pytest.mark.parametrize(
    "host", ["8.8.8.8", "[2606:4700::1111]", "example.org.", "a_b.example.org", "0x7f.example.org"]
)
def test_a_public_host_is_fine(host: str) -> None:
    assert address_fault(f"https://{host}/") is None


def kept(value: str) -> str | None:
    reading = FileReading("x.yml", f"code: {value}")
    return read_address(reading, "code", value, Scalar(value, 0, 6, 0, 6 + len(value), None))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("https://bücher.example.com/ü", "https://xn--bcher-kva.example.com/ü"),
        ("https://раура1.com:8443/", "https://xn--1-7sba6dbr.com:8443/"),
        ("https://example.com/ü", "https://example.com/ü"),
        ("https://EXAMPLE.com/A", "https://EXAMPLE.com/A"),
    ],
)
def test_an_international_host_is_shown_as_punycode(typed: str, shown: str) -> None:
    assert kept(typed) == shown
