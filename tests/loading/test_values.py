"""Dates, identifiers and addresses, each rule with what it takes and what it refuses."""

from __future__ import annotations

import time

import pytest

from generator.loading.address_rules import address_fault
from generator.loading.link_rules import ARXIV_ID, ARXIV_INSIDE
from generator.loading.positioned_yaml import ESCAPED, FORBIDDEN_CHARACTERS, character_faults
from generator.loading.vocabulary_readers import orcid_is_valid
from generator.model.partial_date import PartialDate, parse_partial_date
from generator.text.look_alikes import mixed_script_word
from generator.text.slugs import identifier_fault, slug_of


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025", PartialDate(2025)),
        ("2025-10", PartialDate(2025, 10)),
        ("2024-02-29", PartialDate(2024, 2, 29)),
        ("2023-02-29", None),
        ("2025-13", None),
        ("2025-1-1", None),
        ("0000", None),
        ("2025-00", None),
        ("2025-10-00", None),
        ("2025-00-00", None),
        ("٢٠٢٥", None),
        ("2025-10-30T00:00", None),
    ],
)
def test_a_date_is_read_and_printed_back(text: str, date: PartialDate | None) -> None:
    assert parse_partial_date(text) == date
    if date is not None:
        assert str(date) == text


def test_a_date_in_words() -> None:
    assert PartialDate(2025, 10, 30).in_words == "30 October 2025"
    assert PartialDate(2025, 10).in_words == "October 2025"


@pytest.mark.parametrize(
    "good", ["2510.26692", "1501.00001", "0704.0001", "1412.6980", "hep-th/9901001", "math.AG/0601001"]
)
def test_arxiv_ids_of_both_eras(good: str) -> None:
    assert ARXIV_ID.fullmatch(good)


@pytest.mark.parametrize(
    ("typed", "inside"),
    [("https://arxiv.org/abs/hep-th/9901001v2", "hep-th/9901001"), ("x2510.26692", "2510.26692")],
)
def test_an_arxiv_id_is_found_in_what_was_typed(typed: str, inside: str) -> None:
    found = ARXIV_INSIDE.search(typed)
    assert found is not None
    assert found[1] == inside


def test_a_long_run_of_letters_is_looked_at_once() -> None:
    """A file may be as long as a megabyte, and whoever proposes it need not mean well."""
    began = time.process_time()
    assert ARXIV_INSIDE.search("a" * 50_000) is None
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "bad",
    [
        "2510.26692v1",
        "2513.00001",
        "2510.2669",
        "1412.06980",
        "2510.266",
        "arXiv:2510.26692",
        "２５10.26692",
        "",
    ],
)
def test_what_is_no_arxiv_id(bad: str) -> None:
    assert ARXIV_ID.fullmatch(bad) is None


@pytest.mark.parametrize(
    "good", ["https://example.org/", "https://bücher.example.com/a%20b?q=1#x", "https://8.8.8.8/"]
)
def test_addresses_for_readers(good: str) -> None:
    assert address_fault(good) is None


@pytest.mark.parametrize(
    "bad",
    [
        "javascript:alert(1)", "data:text/html,x", "//example.org/", "https://", "https://a b.org/",
        "https://user@example.org/", "https://10.0.0.1/", "https://[::1]/", "https://127.1/", "https://0x7f.1/",
        "https://2130706433/", "https://router.local/", "https://example.org:99999/", 'https://example.org/"x',
        "https://example.org/\u202ex"[:21] + "<", "https://intranet/", "https://exa_mple..org/", "https://-a.org/",
        "https://" + "a" * 3000 + ".org/", "https://exam\u200bple.org/", "https://example.org/a\u2060b",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(bad: str) -> None:
    assert address_fault(bad) is not None


def test_an_orcid_is_checked_by_its_last_sign() -> None:
    assert orcid_is_valid("0000-0002-1825-0097")
    assert orcid_is_valid("0000-0002-1694-233X")
    assert not orcid_is_valid("0000-0002-1825-0098")
    assert not orcid_is_valid("0000000218250097")


def test_slugs_are_ids_whatever_the_name() -> None:
    names = ["José Álvarez", "王小明", "O'Neil", "---", "con", "Ł" * 300, "😀"]
    slugs = [slug_of(name) for name in names]
    assert slugs[:3] == ["jose-alvarez", "wang-xiao-ming", "o-neil"]
    assert len(set(slugs)) == len(names)
    assert [identifier_fault(slug) for slug in slugs] == [None] * len(names)


def test_look_alike_letters_are_told_from_mathematics() -> None:
    found = mixed_script_word("A M\u0430mba model")
    assert found is not None
    assert found.letter == "\u0430"
    assert mixed_script_word("β-VAE and μTransfer with Δt") is None
    assert mixed_script_word("Журнал and Attention") is None


def test_what_can_be_printed_is_never_forbidden() -> None:
    """The reader asks first whether a text can be printed, for that is quick; here it is held for every character."""
    for patterns in (FORBIDDEN_CHARACTERS, ESCAPED):
        found = [
            hex(point)
            for point in range(0x110000)
            if chr(point).isprintable() and patterns.search(chr(point))
        ]
        assert found == []
    for hidden in ("\u202e", "\U000e0041", "\x00", "\ufffe"):
        assert [fault.code for fault in character_faults(f"title: a{hidden}b\n")] == ["E104"]
