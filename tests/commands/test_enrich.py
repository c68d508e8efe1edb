"""`paperindex enrich`: gaps filled as a change to be reviewed, and an editor's words left alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.editing.entry_format import formatted_entry
from tests.fetching.fake_services import Answer, FakeServices, entry, fake_services, refusal, work
from tests.support.command_line import Finished, run_cli
from tests.support.projects import make_project

GAPPY = """# What the editors say of this file.
title: "Gappy: A Paper with Gaps"
# counted by hand
author_count: 2  # from the listing
date: 2025-03-01

topic: attention
tags: [kernels, sparsity]
kind: method

tldr: Leaves things out.

# where it is
links:
  # checked
  arxiv: "2503.00001"
  code: https://github.com/example/gappy  # theirs
"""
WHOLE = """title: "Whole: A Paper without Gaps"
authors: [Grace Hopper]
date: 2025-03-02
venue: {name: KERN, year: 2025}

topic: attention
tags: [kernels, sparsity]

links:
  arxiv: "2503.00002"
  doi: "10.1000/whole"
"""
FILLED = """# What the editors say of this file.
title: "Gappy: A Paper with Gaps"
# counted by hand
authors: [Ada Lovelace, Alan Turing]  # from the listing
date: 2025-03-01
venue: {name: KERN, year: 2025}

topic: attention
tags: [kernels, sparsity]
kind: method

tldr: Leaves things out.

# where it is
links:
  # checked
  arxiv: "2503.00001"
  doi: "10.1000/Gappy"
  code: https://github.com/example/gappy  # theirs
"""


@pytest.fixture
def services() -> Iterator[FakeServices]:
    with fake_services() as playing:
        playing.papers["2503.00001"] = entry("2503.00001", "Gappy: a paper with gaps", doi="10.1000/Gappy")
        playing.works["10.1000/gappy"] = work(
            "10.1000/Gappy",
            "Gappy: A Paper with Gaps",
            container_title=["KERN 2025"],
            abstract="<p>Published.</p>",
        )
        yield playing


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(
        tmp_path,
        {
            "content/papers/first-paper.yml": None,
            "content/papers/gappy.yml": GAPPY,
            "content/papers/whole.yml": WHOLE,
        },
    )


def run_enrich(services: FakeServices, project: Path, *words: str, **more: str) -> Finished:
    return run_cli("enrich", *words, cwd=project, env={**services.env, **more}, timeout=60)


def text_of(project: Path, name: str = "gappy") -> str:
    return (project / f"content/papers/{name}.yml").read_text("utf-8")


def test_gaps_are_filled_and_nothing_else_changes(services: FakeServices, project: Path) -> None:
    done = run_enrich(services, project, "--write").expect(0)
    assert done.output == "content/papers/gappy.yml: authors, doi, venue filled in\n"
    assert text_of(project) == FILLED
    assert text_of(project, "whole") == WHOLE
    assert "1 entry of 2 with gaps and a link to ask about; 1 filled" in done.errors
    run_cli("check", cwd=project).expect(0)


def test_without_write_the_change_is_printed_as_git_takes_it(services: FakeServices, project: Path) -> None:
    done = run_enrich(services, project).expect(0)
    assert text_of(project) == GAPPY
    assert "-author_count: 2  # from the listing\n+authors: [Ada Lovelace, Alan Turing]" in done.output
    assert "\x1b" not in done.output + done.errors
    assert "Nothing was written: look the change over, and add --write." in done.errors
    subprocess.run(["git", "apply", "-"], cwd=project, input=done.output.encode(), check=True)
    assert text_of(project) == FILLED


def test_a_second_run_finds_nothing_more(services: FakeServices, project: Path) -> None:
    run_enrich(services, project, "--write", "--with-abstract", "gappy").expect(0)
    before = text_of(project)
    assert "abstract: |\n  We study nothing in particular.\n" in before
    asked = len(services.asked)
    done = run_enrich(services, project, "--write", "--with-abstract", "gappy").expect(0)
    assert text_of(project) == before
    assert len(services.asked) == asked
    assert "0 entries of 1 with gaps" in done.errors


def test_an_editors_words_are_never_overwritten(services: FakeServices, project: Path) -> None:
    own = GAPPY.replace("author_count: 2  # from the listing", "authors: [A. Lovelace]").replace(
        "tldr:", "abstract: My words.\nvenue: {name: Elsewhere}\ntldr:"
    )
    (project / "content/papers/gappy.yml").write_text(own, "utf-8")
    run_enrich(services, project, "--write", "--with-abstract", "gappy").expect(0)
    text = text_of(project)
    assert "authors: [A. Lovelace]" in text
    assert "venue: {name: Elsewhere}" in text
    assert "abstract: |\n  My words.\n" in text
    assert 'doi: "10.1000/Gappy"' in text


def test_names_take_the_place_of_an_empty_list(services: FakeServices, project: Path) -> None:
    empty = GAPPY.replace("author_count: 2", "authors: []")
    (project / "content/papers/gappy.yml").write_text(empty, "utf-8")
    run_enrich(services, project, "--write", "gappy").expect(0)
    assert text_of(project) == FILLED


def test_another_count_of_authors_is_left_to_the_editor(services: FakeServices, project: Path) -> None:
    (project / "content/papers/gappy.yml").write_text(GAPPY.replace("count: 2", "count: 59"), "utf-8")
    done = run_enrich(services, project, "--write", "gappy").expect(0)
    assert "note: author_count says 59, arXiv names 2 authors; left as it is" in done.errors
    assert "author_count: 59  # from the listing" in text_of(project)


def test_a_link_to_another_paper_is_refused_with_both_titles(services: FakeServices, project: Path) -> None:
    services.papers["2503.00001"] = entry("2503.00001", "On the Migration of Birds", doi="10.1000/Gappy")
    done = run_enrich(services, project, "--write", "gappy").expect(1)
    assert (
        "refused: the link leads to another paper: the entry says 'Gappy: A Paper with Gaps'" in done.errors
    )
    assert "arXiv says 'On the Migration of Birds'" in done.errors
    assert text_of(project) == GAPPY


def test_a_doi_of_another_paper_is_refused_and_the_rest_is_filled(
    services: FakeServices, project: Path
) -> None:
    services.works["10.1000/gappy"]["title"] = ["On the Migration of Birds"]
    done = run_enrich(services, project, "--write", "gappy").expect(1)
    assert "refused: DOI 10.1000/Gappy: the link leads to another paper" in done.errors
    assert "authors: [Ada Lovelace, Alan Turing]" in text_of(project)
    assert "doi:" not in text_of(project)
    assert "venue:" not in text_of(project)


def test_an_entry_with_a_doi_alone_is_asked_of_crossref(services: FakeServices, project: Path) -> None:
    alone = GAPPY.replace('arxiv: "2503.00001"', 'doi: "10.1000/gappy"')
    (project / "content/papers/gappy.yml").write_text(alone, "utf-8")
    run_enrich(services, project, "--write", "--with-abstract", "gappy").expect(0)
    assert "authors: [Ada Lovelace, Alan Turing]" in text_of(project)
    assert "venue: {name: KERN, year: 2025}" in text_of(project)
    assert "abstract: |\n  Published.\n" in text_of(project)
    assert not services.questions("arxiv")


@pytest.mark.parametrize(
    ("links", "wanted"),
    [
        ('links: {arxiv: "2503.00001"}', 'links:\n  arxiv: "2503.00001"\n  doi: "10.1000/Gappy"'),
        ("links:\n    arxiv: '2503.00001'", 'links:\n  arxiv: "2503.00001"\n  doi: "10.1000/Gappy"'),
        (
            'links: {code: "https://example.org/a,b",\n  arxiv: "2503.00001"}',
            'links:\n  arxiv: "2503.00001"\n  doi: "10.1000/Gappy"\n  code: https://example.org/a,b',
        ),
    ],
)
def test_links_are_filled_however_they_are_written(
    services: FakeServices, project: Path, links: str, wanted: str
) -> None:
    head = GAPPY[: GAPPY.index("# where it is")]
    (project / "content/papers/gappy.yml").write_text(f"{head}{links}\n# the end\n", "utf-8")
    run_enrich(services, project, "--write", "gappy").expect(0)
    assert wanted in text_of(project)
    assert "# the end" in text_of(project)
    assert formatted_entry(text_of(project)) == text_of(project)


def many(project: Path, services: FakeServices, number: int) -> None:
    """That many further entries with gaps, each known to arXiv."""
    for place in range(number):
        identifier = f"2504.{place:05d}"
        title = f"Paper Number {place} about Kernels of Sort {place * 7919}"
        services.papers[identifier] = entry(identifier, title)
        make_project(
            project,
            {
                "content/papers/first-paper.yml": None,
                f"content/papers/many-{place}.yml": f'title: "{title}"\nauthor_count: 2\ndate: 2025\n'
                f'topic: attention\nlinks: {{arxiv: "{identifier}"}}\n',
            },
        )


def test_many_are_asked_in_batches_with_pauses(services: FakeServices, project: Path) -> None:
    many(project, services, 60)
    done = run_enrich(services, project, "--write").expect(0)
    first, second = services.questions("arxiv")
    assert second.at - first.at >= 3 * 0.05
    assert "61 entries of 62 with gaps and a link to ask about; 61 filled" in done.errors


def test_a_single_failure_does_not_stop_the_others(services: FakeServices, project: Path) -> None:
    many(project, services, 2)
    del services.papers["2504.00000"]
    done = run_enrich(services, project, "--write").expect(1)
    assert "content/papers/many-0.yml: failed: arXiv has no paper 2504.00000" in done.errors
    assert "authors: [Ada Lovelace, Alan Turing]" in text_of(project, "many-1")
    assert "2 filled (authors 2, doi 1, venue 1); 0 refused; 1 failed" in done.errors


def test_a_batch_that_is_refused_is_asked_one_by_one(services: FakeServices, project: Path) -> None:
    many(project, services, 2)
    services.arxiv = [Answer(body=refusal("incorrect id format"))]
    run_enrich(services, project, "--write").expect(0)
    assert len(services.questions("arxiv")) == 4
    assert "authors:" in text_of(project, "many-0")


def test_a_service_that_is_down_is_told_and_nothing_is_changed(services: FakeServices, project: Path) -> None:
    many(project, services, 3)
    services.arxiv, services.repeat = [Answer(status=503)], True
    done = run_enrich(services, project, "--write").expect(1)
    assert done.errors.count("failed: arXiv has a fault of its own") == 4
    assert "0 filled; 0 refused; 4 failed" in done.errors
    assert "Traceback" not in done.errors
    assert len(services.asked) == 4
    assert text_of(project) == GAPPY


BOMB = b'<!DOCTYPE f [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><f>&c;</f>'


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Answer(status=429, headers={"Retry-After": "7200"}), "asks to wait 7200 seconds"),
        (
            Answer(body=b"<!DOCTYPE html><html>login</html>", type="text/html"),
            "sent a web page instead of data",
        ),
        (Answer(body=b"<feed"), "cannot be read as XML"),
        (Answer(body=b""), "cannot be read as XML"),
        (Answer(body=BOMB), "declares a document type"),
        (Answer(body=b" " * 6_000_000), "more than 5,000,000 bytes"),
        (Answer(body=b"<feed/>", delay=3), "does not answer in time"),
        (Answer(body=b"<feed/>", cut_after=3), "broke off"),
        (Answer(status=302, headers={"Location": "https://example.org/"}), "where we do not follow"),
    ],
)
def test_a_bad_day_is_told_in_a_sentence_and_changes_nothing(
    services: FakeServices, project: Path, fault: Answer, told: str
) -> None:
    services.arxiv, services.repeat = [fault], True
    done = run_enrich(services, project, "--write", "gappy").expect(1)
    failed, total = done.errors.splitlines()
    assert failed.startswith("content/papers/gappy.yml: failed: ")
    assert told in failed
    assert total.endswith("0 filled; 0 refused; 1 failed")
    assert done.output == ""
    assert text_of(project) == GAPPY


def test_a_withdrawn_paper_is_noted(services: FakeServices, project: Path) -> None:
    services.papers["2503.00001"] = entry(
        "2503.00001", "Gappy: a paper with gaps", comment="This paper has been withdrawn"
    )
    done = run_enrich(services, project, "gappy").expect(0)
    assert "gappy.yml: note: arXiv says that the paper was withdrawn" in done.errors


def test_crossref_down_costs_the_venue_only(services: FakeServices, project: Path) -> None:
    services.crossref, services.repeat = [Answer(status=503)], True
    done = run_enrich(services, project, "--write", "gappy").expect(1)
    assert "failed: the venue could not be asked for" in done.errors
    assert "authors: [Ada Lovelace, Alan Turing]" in text_of(project)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("gapy", "did you mean 'gappy'?"),
        ("old-name", "'old-name' is now called 'whole'"),
        ("x\x1b[2J", "there is no entry"),
    ],
)
def test_an_id_that_is_none(services: FakeServices, project: Path, key: str, told: str) -> None:
    (project / "content/papers/whole.yml").write_text(WHOLE + "aliases: [old-name]\n", "utf-8")
    done = run_enrich(services, project, key).expect(2)
    assert told in done.errors
    assert "\x1b" not in done.errors
    assert services.asked == []


def test_a_file_with_windows_line_ends_gives_a_change_that_applies(
    services: FakeServices, project: Path
) -> None:
    file = project / "content/papers/gappy.yml"
    file.write_bytes(GAPPY.replace("\n", "\r\n").encode())
    done = run_enrich(services, project, "gappy").expect(0)
    assert file.read_bytes() == GAPPY.replace("\n", "\r\n").encode()
    assert "+authors: [Ada Lovelace, Alan Turing]" in done.output
    run_enrich(services, project, "--write", "gappy").expect(0)
    assert text_of(project) == FILLED


def test_entries_that_cannot_be_read_are_told(services: FakeServices, project: Path) -> None:
    (project / "content/papers/broken.yml").write_text("title: [", "utf-8")
    done = run_enrich(services, project).expect(0)
    assert "1 entry cannot be read: not asked about" in done.errors


def test_help_shows_examples() -> None:
    told = run_cli("enrich", "--help").expect(0).output
    assert "paperindex enrich kimi-linear\n" in told
