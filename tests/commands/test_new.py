"""`paperindex new` on good days: from a link to a file that says what is known and asks for the rest."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from generator.editing.entry_format import formatted_entry
from tests.fetching.fake_services import FakeServices, entry, fake_services, work
from tests.support.command_line import Finished, run_cli
from tests.support.projects import make_project

SPARSE = "Sparse Attention Kernels without Loss"
ABSTRACT = (
    "Attention is costly. We leave out what does not matter and write kernels close to the hardware, for "
    "sparsity that pays. Code is at https://github.com/example/sparse."
)
TOPICS = {
    "content/topics/attention.yml": """
        name: Attention
        description: How models choose what to look at, sparse attention and kernels for it.
        order: 1
        group: Models
        """,
    "content/topics/diffusion.yml": """
        name: Diffusion
        description: Images out of noise.
        order: 2
        group: Models
        """,
}


@pytest.fixture
def services() -> Iterator[FakeServices]:
    with fake_services() as playing:
        playing.papers["2603.01234"] = entry(
            "2603.01234",
            "SparKer: Sparse Attention Kernels\n  without $\\epsilon$-Loss for Erd{\\H{o}}s Graphs",
            authors=("Ada Lovelace", "Jos\\'e Mar{\\'i}a", "The SparKer Team"),
            abstract=ABSTRACT,
            comment="12 pages. Project page: https://sparker.example.org/",
        )
        playing.works["10.1145/1234.5678"] = work(
            "10.1145/1234.5678",
            "Kernels &amp; Sparsity: A Study",
            container_title=["Proceedings of the 3rd Conference on Kernels (KERN)"],
            abstract="<jats:title>Abstract</jats:title><jats:p>We study kernels and sparsity.</jats:p>",
            published_print={"date-parts": [[2025, 7, 2]]},
        )
        yield playing


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path, TOPICS)


def run_new(services: FakeServices, project: Path, *words: str, stdin: str = "") -> Finished:
    return run_cli("new", *words, cwd=project, env=services.env, stdin=stdin, timeout=60)


def papers(project: Path) -> list[str]:
    return sorted(path.name for path in (project / "content" / "papers").iterdir())


def test_an_arxiv_id_becomes_an_entry(services: FakeServices, project: Path) -> None:
    done = run_new(services, project, "2603.01234").expect(0)
    assert done.output == "content/papers/sparker.yml\n"
    text = (project / "content/papers/sparker.yml").read_text("utf-8")
    for line in (
        "# yaml-language-server: $schema=https://small.example.org/schema/paper.json",
        "title: 'SparKer: Sparse Attention Kernels without $\\epsilon$-Loss for Erdős Graphs'",
        "authors: [Ada Lovelace, José María, The SparKer Team]",
        "date: 2026-03-02",
        "topic: attention",
        "tags: [kernels, sparsity]",
        "name: SparKer",
        "kind:",
        "tldr:",
        "summary:",
        "abstract: |",
        '  arxiv: "2603.01234"',
        "  code: https://github.com/example/sparse",
        "  project: https://sparker.example.org/",
        "added: 2026-11-20",
        "# Categories on arXiv: cs.LG, stat.ML",
    ):
        assert line in text.splitlines(), line


def test_the_file_is_in_the_settled_form_and_lacks_only_what_an_editor_knows(
    services: FakeServices, project: Path
) -> None:
    told = run_new(services, project, "https://arxiv.org/pdf/2603.01234v2.pdf").expect(0).errors
    file = project / "content/papers/sparker.yml"
    assert formatted_entry(file.read_text("utf-8")) == file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    problems = run_cli("check", cwd=project).expect(1).output
    assert [line.split("error[")[1] for line in problems.splitlines() if "error[" in line] == [
        "E212] kind is empty",
        "E212] tldr is empty",
        "E212] summary is empty",
    ]
    for field in ("kind", "tldr", "summary"):
        assert f"fill in {field}: " in told
    filled = file.read_text("utf-8")
    for field, value in (
        ("kind", "method"),
        ("tldr", "Leaves out what matters least."),
        ("summary", "It is fast."),
    ):
        filled = filled.replace(f"\n{field}:\n", f"\n{field}: {value}\n")
    file.write_text(filled, "utf-8")
    run_cli("check", cwd=project).expect(0)
    assert formatted_entry(filled) is not None


def test_without_a_published_site_the_schema_is_that_of_the_next_build(
    services: FakeServices, project: Path
) -> None:
    settings = project / "mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("site_url: https://small.example.org/\n", ""), "utf-8"
    )
    run_new(services, project, "2603.01234", "--id", "sparker").expect(0)
    file = project / "content/papers/sparker.yml"
    first, rest = file.read_text("utf-8").split("\n", 1)
    assert first == "# yaml-language-server: $schema=../../site/schema/paper.json"
    for field in ("kind: method", "tldr: Short.", "summary: Longer."):
        rest = rest.replace(f"\n{field.split()[0]}\n", f"\n{field}\n")
    file.write_text(f"{first}\n{rest}", "utf-8")
    run_cli("build", cwd=project).expect(0)
    schema = json.loads((file.parent / first.partition("=")[2]).read_text("utf-8"))
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert schema["properties"]["topic"]["enum"] == ["attention", "diffusion"]


def test_a_doi_is_asked_of_crossref(services: FakeServices, project: Path) -> None:
    link = "https://dl.acm.org/doi/abs/10.1145/1234.5678"
    run_new(services, project, link, "--id", "kernel-study", "--topic", "diffusion").expect(0)
    text = (project / "content/papers/kernel-study.yml").read_text("utf-8")
    assert 'title: "Kernels & Sparsity: A Study"' in text
    assert "authors: [Ada Lovelace, Alan Turing]\ndate: 2025-07-02\nvenue: {name: KERN, year: 2025}\n" in text
    assert "\ntopic: diffusion\n" in text
    assert "  We study kernels and sparsity.\n" in text
    assert '  doi: "10.1145/1234.5678"\n' in text
    assert not services.questions("arxiv")


def test_a_published_version_gives_the_venue_under_the_name_used_here(
    services: FakeServices, project: Path
) -> None:
    make_project(
        project,
        {**TOPICS, "content/papers/first-paper.yml": """
            title: A First Paper on Attention
            authors: [Ada Lovelace]
            date: 2025-03-01
            venue: {name: KERN, year: 2024}
            topic: attention
            """},
    )  # fmt: skip
    services.papers["2504.00001"] = entry(
        "2504.00001", "Kernels and sparsity: a study", doi="10.1145/1234.5678"
    )
    services.works["10.1145/1234.5678"]["container-title"] = ["KERN 2025: Kernels of the World"]
    run_new(services, project, "2504.00001").expect(0)
    text = (project / "content/papers/kernels-and-sparsity.yml").read_text("utf-8")
    assert "venue: {name: KERN, year: 2025}" in text
    assert 'arxiv: "2504.00001"\n  doi: "10.1145/1234.5678"' in text


def test_a_doi_of_another_paper_is_left_out_and_told(services: FakeServices, project: Path) -> None:
    services.papers["2504.00001"] = entry(
        "2504.00001", "Something Altogether Different", doi="10.1145/1234.5678"
    )
    run_new(services, project, "2504.00001").expect(0)
    text = (project / "content/papers/something-altogether-different.yml").read_text("utf-8")
    assert "doi:" not in text
    assert "is of a paper called 'Kernels & Sparsity: A Study'" in text.replace("\n# ", " ")


def test_a_missing_venue_does_not_cost_the_entry(services: FakeServices, project: Path) -> None:
    services.papers["2504.00001"] = entry("2504.00001", "A Paper of Its Own", doi="10.1145/unknown")
    done = run_new(services, project, "2504.00001").expect(0)
    text = (project / done.output.strip()).read_text("utf-8")
    assert "The venue could not be asked for: Crossref does not know the DOI" in text.replace("\n# ", " ")


def test_the_second_reading_of_a_link_is_tried(services: FakeServices, project: Path) -> None:
    services.works["10.1093/things/btz682"] = work("10.1093/things/btz682", "Things in Order and Kernels")
    run_new(services, project, "https://academic.oup.com/x/doi/10.1093/things/btz682/5566506").expect(0)
    assert [asked.path for asked in services.asked] == [
        "/crossref/works/10.1093%2Fthings%2Fbtz682%2F5566506",
        "/crossref/works/10.1093%2Fthings%2Fbtz682",
    ]


def test_the_abstract_can_be_left_out(services: FakeServices, project: Path) -> None:
    run_new(services, project, "2603.01234", "--no-abstract").expect(0)
    assert "abstract:" not in (project / "content/papers/sparker.yml").read_text("utf-8")


def test_a_dry_run_prints_the_file_and_writes_nothing(services: FakeServices, project: Path) -> None:
    done = run_new(services, project, "2603.01234", "--dry-run").expect(0)
    assert formatted_entry(done.output) == done.output
    assert "would write content/papers/sparker.yml" in done.errors
    assert papers(project) == ["first-paper.yml"]


def test_the_services_learn_who_asks(services: FakeServices, project: Path) -> None:
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + "repo_url: https://github.com/example/index\n", "utf-8")
    run_new(services, project, "2603.01234").expect(0)
    (asked,) = services.asked
    assert asked.agent.startswith("paperindex/")
    assert asked.agent.endswith(" (+https://github.com/example/index)")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ('arxiv: "2603.01234"', "it has the arXiv id 2603.01234"),
        ('doi: "10.48550/ARXIV.2603.01234"', "it has the arXiv id 2603.01234"),
    ],
)
def test_a_paper_that_is_here_is_found_without_asking(
    services: FakeServices, project: Path, given: str, why: str
) -> None:
    first = project / "content/papers/first-paper.yml"
    first.write_text(first.read_text("utf-8") + f"links:\n  {given}\n", "utf-8")
    done = run_new(services, project, "2603.01234", "--yes").expect(1)
    assert f"content/papers/first-paper.yml: {why}: A First Paper on Attention" in done.errors
    assert "nothing was written" in done.errors
    assert papers(project) == ["first-paper.yml"]
    assert services.asked == []


def test_a_paper_that_is_here_under_its_title_or_doi_stops_too(services: FakeServices, project: Path) -> None:
    services.papers["2504.00001"] = entry(
        "2504.00001", "A first paper on {Attention}", doi="10.1145/1234.5678"
    )
    done = run_new(services, project, "2504.00001", "--yes").expect(1)
    assert "content/papers/first-paper.yml: it has the same title" in done.errors
    first = project / "content/papers/first-paper.yml"
    first.write_text(first.read_text("utf-8") + 'links: {doi: "10.1145/1234.5678"}\n', "utf-8")
    done = run_new(services, project, "https://doi.org/10.1145/1234.5678").expect(1)
    assert "content/papers/first-paper.yml: it has the DOI 10.1145/1234.5678" in done.errors


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("A First Paper on Attentions", "its title is nearly the same"),
        ("First Paper: Attention, Revisited", "it is by the same authors and its title is alike"),
    ],
)
def test_a_likely_duplicate_is_shown_and_asked_about(
    services: FakeServices, project: Path, title: str, why: str
) -> None:
    services.papers["2504.00001"] = entry("2504.00001", title)
    done = run_new(services, project, "2504.00001").expect(1)
    assert f"may be the same paper: content/papers/first-paper.yml: {why}" in done.errors
    assert "add --yes when it is another paper" in done.errors
    assert papers(project) == ["first-paper.yml"]
    run_new(services, project, "2504.00001", "--yes").expect(0)
    assert len(papers(project)) == 2


def test_offline_makes_an_empty_form(services: FakeServices, project: Path) -> None:
    done = run_new(services, project, "2603.01234", "--offline").expect(0)
    assert done.output == "content/papers/arxiv-2603-01234.yml\n"
    assert services.asked == []
    text = (project / done.output.strip()).read_text("utf-8")
    assert 'title: ""' in text
    assert "date: 2026-03\n" in text
    assert 'arxiv: "2603.01234"' in text
    assert "rename the file" in done.errors
    assert formatted_entry(text) == text


def test_offline_without_anything_makes_forms_that_do_not_collide(
    services: FakeServices, project: Path
) -> None:
    for name in ("untitled", "untitled-2", "untitled-3"):
        assert run_new(services, project, "--offline").expect(0).output == f"content/papers/{name}.yml\n"


def test_offline_with_a_title_proposes(services: FakeServices, project: Path) -> None:
    done = run_new(
        services, project, "--offline", "--title", SPARSE, "https://openreview.net/forum?id=Ab"
    ).expect(0)
    text = (project / done.output.strip()).read_text("utf-8")
    assert "\ntopic: attention\n" in text
    assert "discussion: https://openreview.net/forum?id=Ab" in text


def test_an_index_without_topics_and_tags_asks_for_them(services: FakeServices, tmp_path: Path) -> None:
    empty: dict[str, str | bytes | None] = {
        "content/topics/attention.yml": None,
        "content/tags.yml": None,
        "content/papers/first-paper.yml": None,
        "content/README.md": "empty\n",
    }
    project = make_project(tmp_path, empty)
    done = run_new(services, project, "2603.01234").expect(0)
    text = (project / "content/papers/sparker.yml").read_text("utf-8")
    assert "\ntopic:\n" in text
    assert "\ntags:\n" in text
    assert "fill in topic" in done.errors


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("https://openreview.net/forum?id=abc",), "OpenReview gives its papers no DOI"),
        (("https://ieeexplore.ieee.org/document/1",), "add --offline"),
        (("10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",), "holds the sign <"),
        (("no paper at all",), "is no arXiv id, DOI or link"),
        ((), "name the paper"),
        (("2603.01234", "--topic", "atention"), "did you mean 'attention'?"),
        (("2603.01234", "--id", "Not An Id"), "may hold only a-z"),
        (("2603.01234", "--id", "first-paper"), "is taken"),
        (("2603.01234", "--title", "x"), "--title goes with --offline"),
        (("2603.01234", "--content", "nowhere"), "there is no such folder"),
    ],
)
def test_wrong_use_is_told_before_anybody_is_asked(
    services: FakeServices, project: Path, words: tuple[str, ...], told: str
) -> None:
    done = run_new(services, project, *words).expect(2)
    assert told in done.errors
    assert "Traceback" not in done.errors
    assert services.asked == []
    assert papers(project) == ["first-paper.yml"]


def test_unreadable_entries_are_told_but_do_not_stop(services: FakeServices, project: Path) -> None:
    (project / "content/papers/broken.yml").write_text("title: [", "utf-8")
    done = run_new(services, project, "2603.01234").expect(0)
    assert "1 entry cannot be read and so cannot be compared" in done.errors


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("2603.01234v3", "/arxiv/query?id_list=2603.01234&max_results=1"),
        ("https://arxiv.org/pdf/2603.01234v2.pdf", "/arxiv/query?id_list=2603.01234&max_results=1"),
        ("arXiv:2603.01234v1 [cs.LG]", "/arxiv/query?id_list=2603.01234&max_results=1"),
        ("hep-th/9901001", "/arxiv/query?id_list=hep-th/9901001&max_results=1"),
        ("https://arxiv.org/abs/math.gt/0309136v2", "/arxiv/query?id_list=math.GT/0309136&max_results=1"),
        ("HTTPS://DOI.ORG/10.1145/1234.5678", "/crossref/works/10.1145%2F1234.5678"),
        ("https://dx.doi.org/10.1016/0004-3702(81)90024-2", "/crossref/works/10.1016%2F0004-3702%2881%2990024-2"),
        ("doi:10.1016/S0004-3702(81)90024-2.", "/crossref/works/10.1016%2FS0004-3702%2881%2990024-2"),
    ],
)  # fmt: skip
def test_a_paper_may_be_named_in_many_ways(
    services: FakeServices, project: Path, typed: str, asked: str
) -> None:
    for identifier in ("hep-th/9901001", "math.GT/0309136"):
        services.papers[identifier] = entry(identifier, f"Strings and {identifier[:4]} Kernels")
    for doi in ("10.1016/0004-3702(81)90024-2", "10.1016/S0004-3702(81)90024-2"):
        services.works[doi.lower()] = work(doi, "Brackets in Old Kernels")
    done = run_new(services, project, typed).expect(0)
    assert [question.path for question in services.asked] == [asked]
    wanted = asked.partition("id_list=")[2].partition("&")[0] or unquote(
        asked.removeprefix("/crossref/works/")
    )
    assert f': "{wanted}"\n' in (project / done.output.strip()).read_text("utf-8")


@pytest.mark.parametrize(
    ("comment", "abstract"),
    [
        ("This paper has been withdrawn", "We study kernels."),
        ("5 pages; withdrawn by the authors", "We study kernels."),
        ("", "This paper has been withdrawn by the author due to a crucial sign error in equation 1."),
    ],
)
def test_a_withdrawn_paper_is_said_to_be_one(
    services: FakeServices, project: Path, comment: str, abstract: str
) -> None:
    services.papers["2504.00001"] = entry(
        "2504.00001", "Signs of Kernels", comment=comment, abstract=abstract
    )
    done = run_new(services, project, "2504.00001").expect(0)
    assert done.errors.startswith("warning: arXiv says that the paper was withdrawn: ")
    text = (project / done.output.strip()).read_text("utf-8").replace("\n# ", " ")
    assert "Does it belong here? Then write status: withdrawn or retracted, and a status_note." in text


def test_a_retracted_paper_is_said_to_be_one(services: FakeServices, project: Path) -> None:
    taken_back = [{"type": "retraction", "DOI": "10.1145/9"}]
    services.works["10.1145/77"] = work("10.1145/77", "Kernels Taken Back", updated_by=taken_back)
    services.papers["2504.00001"] = entry("2504.00001", "Kernels Taken Back", doi="10.1145/77")
    for typed in ("10.1145/77", "2504.00001"):
        done = run_new(services, project, typed, "--dry-run").expect(0)
        assert done.errors.startswith("warning: Crossref notes a retraction: 10.1145/9")


def test_a_paper_about_withdrawing_is_not_taken_for_withdrawn(services: FakeServices, project: Path) -> None:
    abstract = "We ask how kernels forget. Of a thousand papers, each paper that was withdrawn is left out."
    services.papers["2504.00001"] = entry(
        "2504.00001", "Kernels that Forget", abstract=f"{'We study kernels. ' * 10}{abstract}"
    )
    assert "withdrawn" not in run_new(services, project, "2504.00001").expect(0).errors


def test_help_shows_examples() -> None:
    told = run_cli("new", "--help").expect(0).output
    assert "Examples:\n    paperindex new 2510.26692\n" in told
