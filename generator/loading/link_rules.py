"""What may stand under ``links``: bare identifiers, and addresses that are safe to put before readers."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from generator.loading.address_rules import address_fault
from generator.loading.node_reader import FileReading, shown_value
from generator.loading.positioned_yaml import Node, Scalar

# https://info.arxiv.org/help/arxiv_identifier.html: YYMM.number since 2007, archive/number before. Since 2015 the number has
# five digits: with four, 2403.12340 went through a program that took it for a number.
ARXIV_ID = re.compile(
    r"(?:0\d|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}"
    r"|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{7}",
    re.ASCII,
)
# Letters are looked at from the first of a run on: from each of a hundred thousand it would take a minute.
ARXIV_INSIDE = re.compile(
    r"(?<![\d.])(\d{4}\.\d{4,5}|(?<![a-z-])[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?!\d)(v\d+)?", re.ASCII
)
# https://www.crossref.org/blog/dois-and-matching-regular-expressions/
DOI = re.compile(r"10\.[0-9]{4,9}/[!#-&(-;=?-\[\]_a-z~]+")
"""Signs of ASCII but those that quote or enclose."""
ODD_SIGN_IN_A_DOI = re.compile(rf"{DOI.pattern[:-1]}*(?P<sign>[^\s!-~]|[\"'<>\\^`{{|}}])")
"""As in 10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2."""
ADDRESS_INSIDE = re.compile(r"https?://[^\s<>\"'()\[\]{}|\\^`]+")
LONGEST_HINTED = 200


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
        if re.fullmatch(r"\d{4}\.\d{4}", value):
            hint = "five digits follow the point since 2015: look whether a 0 at the end got lost"
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
    if DOI.fullmatch(value) is None:
        reading.note("E209", f"doi: {shown_value(value)} is not a DOI", node, _doi_meant(value))
        return None
    return value


def _doi_meant(value: str) -> str:
    """What to write instead of something that is no DOI."""
    odd, inside = ODD_SIGN_IN_A_DOI.search(value), DOI.search(value)
    if odd and value[-1].isalnum():
        # It goes on behind the sign; what stands before it alone would be another paper's DOI, or nobody's.
        sign = shown_value(odd["sign"])
        return f"a DOI with {sign} cannot stand here: write the address of the paper's page as project"
    return f'write doi: "{inside.group()}"' if inside else 'the bare identifier, for example "10.1000/182"'


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


def _with_ascii_host(parts: SplitResult) -> str:
    """The address with an international host name in punycode, so that look-alike letters show."""
    if parts.netloc.isascii():
        return parts.geturl()  # only the path has foreign letters
    host = (parts.hostname or "").encode("idna").decode("ascii")
    return parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host).geturl()
