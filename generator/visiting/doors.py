"""Which machine a name stands for, and whether it may be called at.

A link may name a public host and be sent on to `169.254.169.254`, or its name may mean another machine at the second
look. So every name is looked up here, every address it stands for is judged, and the connection goes to an address
that was judged: nothing is looked up twice.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass

from generator.loading.address_rules import is_public

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class NoSuchHost(Exception):
    """The name stands for no machine."""


class CannotLookUp(Exception):
    """Nobody could say just now what the name stands for."""


class PrivateAddress(Exception):
    """The name stands for a machine that is not for everybody."""


def looked_up(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them. Raises NoSuchHost or CannotLookUp."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except socket.gaierror as fault:
        no_data = getattr(socket, "EAI_NODATA", socket.EAI_NONAME)
        if fault.errno in (socket.EAI_NONAME, no_data):
            raise NoSuchHost(host) from None
        raise CannotLookUp(host) from None
    except (OSError, UnicodeError):
        raise CannotLookUp(host) from None
    return [str(entry[4][0]).partition("%")[0] for entry in found]


@dataclass(frozen=True, slots=True)
class Doors:
    """How names are looked up, and which addresses may be called at."""

    look_up: Callable[[str, int], list[str]] = looked_up
    is_open: Callable[[IpAddress], bool] = is_public

    def addresses(self, host: str, port: int) -> list[str]:
        """Where to knock for a host, in the system's order.

        Raises PrivateAddress when any of its addresses is private: a name that stands for both is a trap.
        Raises what ``look_up`` raises.
        """
        found = list(dict.fromkeys(self.look_up(host, port)))
        if not found:
            raise NoSuchHost(host)
        for address in found:
            if not self.is_open(ipaddress.ip_address(address)):
                raise PrivateAddress(host)
        return found
