"""What is read from answers, and which answers are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.fetching import arxiv, crossref
from generator.fetching.faults import BadAnswer
from generator.fetching.safe_xml import UnsafeXml, parsed_xml
from generator.fetching.services import Settings, WrongSetting, settings_from
from generator.fetching.web import may_follow
from generator.model.paper import Venue
from generator.model.partial_date import PartialDate
from tests.fetching.fake_services import entry, feed, refusal, work


def crossref_record(**fields: Any) -> Any:
    return crossref.record_of(
        json.dumps({"message": work("10.1000/x", "A Title", **fields)}).encode(), "10.1000/X"
    )


def test_an_entry_of_the_feed_becomes_a_record() -> None:
    told = entry(
        "2603.01234",
        "Wrapped\n  titles and {\\'e}",
        authors=("Ada Lovelace", "Jos\\'e Turing"),
        doi="10.1000/182",
        comment="12 pages",
        abstract="First line\nwrapped.\n  Second paragraph.",
    )
    record = arxiv.records_of(feed(told))["2603.01234"]
    assert record.title == "Wrapped titles and é"
    assert record.authors == ("Ada Lovelace", "José Turing")
    assert record.date == PartialDate(2026, 3, 2)
    assert record.doi == "10.1000/182"
    assert record.categories == ("cs.LG", "stat.ML")
    assert record.abstract == "First line wrapped.\n\nSecond paragraph."


def test_arxivs_own_doi_only_repeats_the_id() -> None:
    record = arxiv.records_of(feed(entry("2603.01234", "T", doi="10.48550/arXiv.2603.01234")))["2603.01234"]
    assert record.doi is None


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("10.1000/182, 10.1000/183", "10.1000/182"),
        ("10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2", None),
        ("10.1000/182–184", None),
    ],
)
def test_no_doi_is_cut_to_that_of_another_paper(told: str, kept: str | None) -> None:
    record = arxiv.records_of(feed(entry("2603.01234", "T", doi=told)))["2603.01234"]
    assert record.doi == kept


def test_an_old_id_keeps_its_archive() -> None:
    assert list(arxiv.records_of(feed(entry("math.GT/0309136", "T")))) == ["math.GT/0309136"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (refusal("incorrect id format for x"), "arXiv refuses the question: incorrect id format for x"),
        (b"", "cannot be read as XML"),
        (feed(entry("2603.01234", "T"))[:300], "cannot be read as XML"),
        (b"<rss><channel/></rss>", "no Atom feed"),
        (b'<!DOCTYPE f [<!ENTITY a "b">]><f>&a;</f>', "declares a document type"),
        (b'<!DOCTYPE f SYSTEM "file:///etc/passwd"><f/>', "declares a document type"),
        (b"<a>" * 100_000, "nested too deeply"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "cannot be read as XML"),
        (b"<a>&undefined;</a>", "cannot be read as XML"),
    ],
)
def test_what_is_no_feed_is_refused(answer: bytes, why: str) -> None:
    with pytest.raises(BadAnswer, match=why):
        arxiv.records_of(answer)


def test_a_bomb_of_entities_is_refused_before_it_grows() -> None:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    with pytest.raises(UnsafeXml, match="declares a document type"):
        parsed_xml(f'<!DOCTYPE f [<!ENTITY a0 "boom">{lines}]><f>&a11;</f>'.encode())


@pytest.mark.parametrize(
    ("titles", "venue"),
    [
        (["Lecture Notes in Computer Science", "Computer Vision – ECCV 2020"], "Computer Vision – ECCV 2020"),
        (["Computer Vision – ECCV 2020", "Lecture Notes in Computer Science"], "Computer Vision – ECCV 2020"),
        (["Lecture Notes in Computer Science"], "Lecture Notes in Computer Science"),
        ("Neural Computation", "Neural Computation"),
    ],
)
def test_the_volume_is_named_before_its_series(titles: object, venue: str) -> None:
    record = crossref_record(container_title=titles, issued={"date-parts": [[2020]]})
    assert record.venue == Venue(venue, 2020)


def test_a_work_becomes_a_record() -> None:
    record = crossref_record(
        title=["The <i>Title</i>"],
        subtitle=["And More"],
        author=[{"given": "Ada", "family": "Lovelace", "suffix": "Jr."}, {"name": "The Group"}, {}, "odd"],
        container_title=["Proceedings &amp; Things"],
        published_online={"date-parts": [[2025, 3, 4]]},
        issued={"date-parts": [[2025]]},
        abstract="<jats:p>Words.</jats:p>",
        relation={"has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.2501.00001"}]},
    )
    assert record.title == "The Title: And More"
    assert record.authors == ("Ada Lovelace Jr.", "The Group")
    assert record.date == PartialDate(2025, 3, 4)
    assert record.venue == Venue("Proceedings & Things", 2025)
    assert record.abstract == "Words."
    assert record.arxiv == "2501.00001"


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        ({"issued": {"date-parts": [[None]]}}, None),
        ({"issued": {"date-parts": []}}, None),
        ({"issued": {"date-parts": [[2025, 13]]}}, None),
        ({"issued": "2025"}, None),
        (
            {"issued": {"date-parts": [[2025, 2]]}, "posted": {"date-parts": [[2024, 12, 1]]}},
            PartialDate(2024, 12, 1),
        ),
    ],
)
def test_dates_of_any_shape(dates: dict[str, Any], first: PartialDate | None) -> None:
    assert crossref_record(**dates).date == first


@pytest.mark.parametrize(
    ("title", "is_told"),
    [("ATTENTION IS ALL YOU NEED", True), ("Attention Is ALL You Need", False), ("MAMBA 2", False)],
)
def test_a_title_in_capitals_is_told_and_a_name_in_capitals_is_not(title: str, is_told: bool) -> None:
    record = crossref_record(title=[title])
    assert record.title == title
    assert any("in capitals" in remark for remark in record.remarks) == is_told


def test_a_preprint_has_no_venue_and_a_retraction_is_told() -> None:
    record = crossref_record(
        type="posted-content",
        container_title=["bioRxiv"],
        updated_by=[{"type": "retraction", "DOI": "10.1000/r"}],
    )
    assert record.venue is None
    assert record.warnings == ("Crossref notes a retraction: 10.1000/r",)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b'{"message": []}',
        b'{"message": {"DOI": "10.1000/other"}}',
        b'{"message": {"DOI": "10.1000/x"}}',
    ],
)
def test_what_is_no_work_is_refused(answer: bytes) -> None:
    with pytest.raises(BadAnswer):
        crossref.record_of(answer, "10.1000/x")


def test_a_deep_answer_is_refused() -> None:
    with pytest.raises(BadAnswer):
        crossref.record_of(b"[" * 200_000, "10.1000/x")


@pytest.mark.parametrize(
    ("target", "may"),
    [
        ("https://export.arxiv.org/other", True),
        ("https://arxiv.org/api/query", True),
        ("http://export.arxiv.org/api/query", False),
        ("https://arxiv.org.example.com/", False),
        ("https://evilarxiv.org/", False),
        ("https://arxiv.org:8443/", False),
        ("https://127.0.0.1/", False),
        ("file:///etc/passwd", False),
    ],
)
def test_a_redirect_stays_with_the_service(target: str, may: bool) -> None:
    assert may_follow("https://export.arxiv.org/api/query", target, "arxiv.org") is may


def test_settings_come_from_the_environment() -> None:
    assert settings_from({}) == Settings()
    assert settings_from({"PAPERINDEX_ARXIV_API": "http://127.0.0.1:8/q/"}).arxiv == "http://127.0.0.1:8/q"
    assert settings_from({"PAPERINDEX_PATIENCE": "2"}).patience == 2


@pytest.mark.parametrize(
    "environment",
    [
        {"PAPERINDEX_ARXIV_API": "http://example.org/"},
        {"PAPERINDEX_CROSSREF_API": "file:///etc/passwd"},
        {"PAPERINDEX_PATIENCE": "soon"},
        {"PAPERINDEX_PATIENCE": "0"},
    ],
)
def test_a_wrong_setting_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(WrongSetting):
        settings_from(environment)
