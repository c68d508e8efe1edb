"""What may stand under ``links``: bare identifiers, and addresses that are safe to put before readers."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from generator.loading.node_reader import FileReading, shown_value
from generator.loading.positioned_yaml import INVISIBLE_CHARACTERS, Node, Scalar

# https://info.arxiv.org/help/arxiv_identifier.html: YYMM.number since 2007, archive/number before.
ARXIV_ID = re.compile(r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{7}", re.ASCII)
ARXIV_INSIDE = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?", re.ASCII)
# https://www.crossref.org/blog/dois-and-matching-regular-expressions/
DOI = re.compile(r"10\.\d{4,9}/[^\s\"'<>\\^`{|}]+")
ADDRESS_INSIDE = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]+")
LONGEST_ADDRESS = 2000
LONGEST_HINTED = 200
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: an IPv4 address in the last 32 bits."""
IPV4_COMPATIBLE = ipaddress.IPv6Network("::/96")
"""RFC 4291, 2.5.5.1: the older way to write an IPv4 address, which some systems still follow."""
LOCAL_ENDINGS = (
    "localhost",
    ".localhost",
    ".local",
    ".internal",
    ".lan",
    ".home",
    ".corp",
    ".invalid",
    ".test",
    ".example",
    ".localdomain",
    ".intranet",
    ".home.arpa",
)
CHANGED_BY_OLD_RULES = frozenset("ßς\u200c\u200d")
"""Letters that browsers keep in a host name and Python's older rules (IDNA 2003) drop or replace: another host."""


def read_link(reading: FileReading, sort: str, node: Node) -> str | None:
    """The value of one link, or None where it breaks a rule (then noted)."""
    value = reading.text_of(node, f"links {sort}")
    if value is None:
        return None
    if sort == "arxiv":
        return _arxiv(reading, value, node)
    if sort == "doi":
        return _doi(reading, value, node)
    return read_address(reading, sort, value, node)


def _arxiv(reading: FileReading, value: str, node: Node) -> str | None:
    if ARXIV_ID.fullmatch(value) is None:
        inside = ARXIV_INSIDE.search(value)
        inside = inside if inside and ARXIV_ID.fullmatch(inside[1]) else None
        hint = f'write arxiv: "{inside[1]}"' if inside else 'the bare id in quotes, for example "2510.26692"'
        what = "has a version" if inside and inside[2] and inside.group() == value else "is not an arXiv id"
        reading.note("E209", f"arxiv: {shown_value(value)} {what}", node, hint)
        return None
    if isinstance(node, Scalar) and node.style is None and "/" not in value:
        reading.note(
            "E213",
            f"arxiv: {value} needs quotes: other programs read it as a number",
            node,
            f'write arxiv: "{value}"',
        )
    return value


def _doi(reading: FileReading, value: str, node: Node) -> str | None:
    if DOI.fullmatch(value) is None or not value.isascii():
        inside = DOI.search(value)
        hint = (
            f'write doi: "{inside.group()}"' if inside else 'the bare identifier, for example "10.1000/182"'
        )
        reading.note("E209", f"doi: {shown_value(value)} is not a DOI", node, hint)
        return None
    return value


def read_address(reading: FileReading, sort: str, value: str, node: Node) -> str | None:
    """An https address for readers (http is kept with a warning), with its host in ASCII; None where refused."""
    fault = address_fault(value)
    if fault is not None:
        what, hint = fault
        reading.note(
            "E210", f"{sort}: {shown_value(value)} {what}", node, _address_meant(sort, value) or hint
        )
        return None
    parts = urlsplit(value)
    if parts.scheme.lower() == "http":
        reading.note(
            "W403", f"{sort}: the address starts with http", node, "write https if the site answers there"
        )
    return value if value.isascii() else _with_ascii_host(parts)


def _address_meant(sort: str, value: str) -> str | None:
    """A hint with the address that stands among other signs, or lacks its beginning; None where there is no one such."""
    inside = [found.rstrip(".,;:") for found in ADDRESS_INSIDE.findall(value)]
    if len(inside) > 1:
        return "write one address; a second one goes into a comment"
    if not inside and re.match(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/|$)", value):
        inside = [f"https://{value}"]
    if inside and address_fault(inside[0]) is None and len(inside[0]) <= LONGEST_HINTED:
        return f"write {sort}: {inside[0]}"
    return None


def address_fault(value: str) -> tuple[str, str] | None:
    """Why an address must not stand on a page, and what to do; None when it may."""
    write = "write an address that starts with https://"
    if len(value) > LONGEST_ADDRESS:
        return f"has more than {LONGEST_ADDRESS} characters", "use a shorter address"
    if INVISIBLE_CHARACTERS.search(value) is not None:
        # Browsers drop some of them, so the link would lead elsewhere than it reads.
        return "holds an invisible character", "copy the address from the browser again"
    if re.search(r"[\s\x00-\x20\x7f\"'<>\\^`{|}]", value):
        return (
            "holds a space, quote, bracket or control character",
            "percent-encode it (a space is %20, ' is %27)",
        )
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return "is not an address", write
    if parts.scheme.lower() not in ("https", "http"):
        return "is not an https address", write
    if "@" in parts.netloc:
        return "holds a user name", "delete the part before the @"
    if not host:
        return "names no host", write
    return _host_fault(host)


@lru_cache(maxsize=10_000)  # most addresses lead to one of a few hosts
def _host_fault(host: str) -> tuple[str, str] | None:
    public = "link to a page that everybody can reach"
    if CHANGED_BY_OLD_RULES.intersection(host.lower()):
        return "has a host name that programs read in two ways", "write the host in its xn-- form"
    try:
        ascii_host = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError:
        return "has a host name that cannot be", "copy the address from the browser again"
    try:
        # Also numbers such as 2130706433 and 0x7f.1, which browsers take for addresses.
        numeric = ipaddress.ip_address(ascii_host)
        return None if is_public(numeric) else ("lies in a private network", public)
    except ValueError:
        pass
    # A final dot means the same host.
    ascii_host = ascii_host.rstrip(".")
    if ascii_host.endswith(LOCAL_ENDINGS) or "." not in ascii_host:
        return "lies in a private network", public
    last = ascii_host.rsplit(".", 1)[-1]
    if last.isdigit() or last.startswith("0x"):
        return "names its host by a number", "write the host's name"
    if not all(re.fullmatch(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?", label) for label in ascii_host.split(".")):
        return "has a host name that cannot be", "copy the address from the browser again"
    return None


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is for everybody; one that carries an older address inside is judged by that."""
    inner = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and (address in NAT64 or address in IPV4_COMPATIBLE):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address.is_site_local:
            return False  # Python takes these for global since they were given up (RFC 3879); routers do not.
    return address.is_global and not address.is_multicast if inner is None else is_public(inner)


def _with_ascii_host(parts: SplitResult) -> str:
    """The address with an international host name in punycode, so that look-alike letters show."""
    if parts.netloc.isascii():
        return parts.geturl()  # only the path has foreign letters
    host = (parts.hostname or "").encode("idna").decode("ascii")
    return parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host).geturl()
