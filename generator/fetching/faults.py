"""What can go wrong when a service is asked, in words for the person who asked."""

from __future__ import annotations


class FetchFault(Exception):
    """Nothing usable came back; the message says why, as a whole sentence without a full stop."""


class Unreachable(FetchFault):
    """The network or the service failed; another question would most likely fail as well."""


class NotKnown(FetchFault):
    """The service answered, and has no such paper."""


class BadAnswer(FetchFault):
    """The service answered with something that is no answer to the question."""
