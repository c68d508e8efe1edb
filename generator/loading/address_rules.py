"""Which addresses may stand on a page."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import urlsplit

from generator.loading.positioned_yaml import INVISIBLE_CHARACTERS

LONGEST_ADDRESS = 2000
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
