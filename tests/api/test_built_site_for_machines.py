"""The whole built site as machines meet it: catalogues, crawlers, mirrors."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import jsonschema
import pytest

SITE = "https://example.github.io/attention-index/"
META = re.compile(r'<meta (?:name|property)="([^"]*)" content="([^"]*)">')
DATE = re.compile(r"\d{4}(/\d{2}(/\d{2})?)?")
CLAIMS = {
    "publisher",
    "provider",
    "sourceOrganization",
    "sdPublisher",
    "copyrightHolder",
    "maintainer",
    "funder",
}
"""What schema.org has for those who stand behind a work; the index only tells of it."""


@pytest.fixture(scope="module")
def records(built_site: Path) -> dict[str, dict[str, Any]]:
    lines = (built_site / "papers.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return {record["id"]: record for record in found}


@pytest.fixture(scope="module")
def heads(built_site: Path, records: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The heads of all papers that stand."""
    return {
        key: (built_site / f"papers/{key}/index.html").read_text("utf-8").partition("</head>")[0]
        for key, record in records.items()
        if record["status"] != "removed"
    }


def test_every_paper_keeps_scholars_and_zoteros_rules(
    heads: dict[str, str], records: dict[str, dict[str, Any]]
) -> None:
    """One title, one date in Scholar's form, a tag for each author, and of everything else one or none."""
    assert len(heads) > 400
    for key, head in heads.items():
        tags = [(name, unescape(content)) for name, content in META.findall(head)]
        count = Counter(name for name, _ in tags)
        values = dict(tags)
        record = records[key]
        assert values["citation_title"] == record.get("title_plain", record["title"]), key
        assert DATE.fullmatch(values["citation_publication_date"]), key
        assert count["citation_author"] == len(record.get("authors", ())), key
        often = {"citation_author", "citation_keywords"}
        assert [name for name, times in count.items() if times > 1 and name not in often] == [], key
        # The index has no PDF of its own, and Scholar allows no other here.
        assert "citation_pdf_url" not in count, key
        assert all(content.strip() for _, content in tags), key


def test_the_data_of_no_paper_claims_it_for_the_index(heads: dict[str, str]) -> None:
    for key, head in heads.items():
        (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)
        data = json.loads(block)
        assert data["@type"] == "ScholarlyArticle", key
        assert not CLAIMS & set(data), key
        assert not str(data.get("url", "")).startswith(SITE), key
        assert "Attention Index" not in json.dumps(data.get("author", [])), key
        page = data["subjectOf"]
        assert (page["@type"], page["url"]) == ("WebPage", f"{SITE}papers/{key}/")


def test_the_files_told_of_in_a_head_are_there(built_site: Path, heads: dict[str, str]) -> None:
    for key, head in heads.items():
        told = re.findall(r'<link rel="(?:alternate|search)" [^>]*?href="([^"]*)"', head)
        assert len(told) >= 5, key
        for href in told:
            assert (built_site / urljoin(f"{SITE}papers/{key}/", href).removeprefix(SITE)).is_file(), href


def test_the_sitemap_names_every_page_for_search_engines_once(built_site: Path) -> None:
    root = ET.fromstring((built_site / "sitemap.xml").read_bytes())
    told = [str(place.text) for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(set(told)) == len(told)
    pages = {
        f"{SITE}{path.parent.relative_to(built_site).as_posix()}/".replace("/./", "/")
        for path in built_site.rglob("index.html")
        if not re.search('name="robots" content="noindex"|http-equiv="refresh"', path.read_text("utf-8"))
    }
    assert set(told) == pages
    robots = (built_site / "robots.txt").read_text("utf-8").splitlines()
    assert robots == ["User-agent: *", "Allow: /", "", f"Sitemap: {SITE}sitemap.xml"]


def test_the_manifest_is_true(built_site: Path, records: dict[str, dict[str, Any]]) -> None:
    manifest = json.loads((built_site / "manifest.json").read_text("utf-8"))
    assert manifest["schema"] == 1
    assert manifest["counts"]["papers"] == len(records)
    paths = [file["path"] for file in manifest["files"]]
    assert {"papers.jsonl", "paper.schema.json", "llms.txt", "addresses.json"} <= set(paths)
    for file in manifest["files"]:
        content = (built_site / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_every_record_keeps_the_schema_and_has_its_files(
    built_site: Path, records: dict[str, dict[str, Any]]
) -> None:
    judge = jsonschema.Draft7Validator(json.loads((built_site / "paper.schema.json").read_text("utf-8")))
    for key, record in records.items():
        assert list(judge.iter_errors(record)) == [], key
        assert json.loads((built_site / f"papers/{key}.json").read_text("utf-8")) == record
        if record["status"] != "removed":
            assert (built_site / f"papers/{key}.md").read_text("utf-8").startswith("# ")


def test_every_way_out_of_llms_txt_leads_somewhere(built_site: Path) -> None:
    text = (built_site / "llms.txt").read_text("utf-8")
    ways = re.findall(r"\]\(<([^>]+)>\)", text)
    assert len(ways) > 20
    for way in ways:
        assert way.startswith(SITE), way
        place = built_site / way.removeprefix(SITE)
        assert place.is_file() or (place / "index.html").is_file(), way
