"""`paperindex new` on bad days: one clear message, no traceback, nothing half-written, and an end in sight."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fetching.fake_services import Answer, FakeServices, entry, fake_services, feed, refusal, work
from tests.support.command_line import Finished, run_cli
from tests.support.projects import make_project

IDENTIFIER = "2603.01234"
GOOD = entry(IDENTIFIER, "SparKer: Sparse Attention Kernels")
HTML = b"<!DOCTYPE html><html><title>Down for maintenance</title></html>"
BOMB = (
    '<!DOCTYPE f [<!ENTITY a0 "boom">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]><f>&a11;</f>"
).encode()
XXE = b'<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed xmlns="http://www.w3.org/2005/Atom">&x;</feed>'
UMLAUT = feed(entry(IDENTIFIER, "Größe der Kernel")).decode()
NOTHING_WRITTEN = "nothing was written; an empty form needs no network: add --offline"


@pytest.fixture
def services() -> Iterator[FakeServices]:
    with fake_services() as playing:
        playing.papers[IDENTIFIER] = GOOD
        yield playing


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def run_new(services: FakeServices, project: Path, paper: str = IDENTIFIER, **more: str) -> Finished:
    return run_cli("new", paper, cwd=project, env={**services.env, **more}, timeout=60)


def expect_nothing(done: Finished, project: Path, told: str) -> None:
    """The run failed with `told`, in one short message, and left no trace."""
    done.expect(1)
    assert told in done.errors
    assert NOTHING_WRITTEN in done.errors
    assert "Traceback" not in done.errors
    assert len(done.errors.splitlines()) == 2
    assert done.output == ""
    assert [path.name for path in (project / "content/papers").iterdir()] == ["first-paper.yml"]


@pytest.mark.parametrize(
    ("faults", "attempts"),
    [
        ([Answer(status=503)], 2),
        ([Answer(status=500), Answer(status=502), Answer(status=504)], 4),
        ([Answer(status=429, headers={"Retry-After": "1"})], 2),
        ([Answer(body=b"Rate exceeded.", type="text/plain")], 2),
        ([Answer(body=feed(GOOD), cut_after=40)], 2),
        ([Answer(body=feed(GOOD), delay=1.5)], 2),
    ],
)
def test_a_fault_that_passes_is_waited_out(
    services: FakeServices, project: Path, faults: list[Answer], attempts: int
) -> None:
    services.arxiv = list(faults)
    run_new(services, project).expect(0)
    assert len(services.asked) == attempts
    assert (project / "content/papers/sparker.yml").is_file()


def test_the_pause_that_a_service_asks_for_is_kept(services: FakeServices, project: Path) -> None:
    services.arxiv = [Answer(status=429, headers={"Retry-After": "1"})]
    run_new(services, project).expect(0)
    first, second = services.asked
    assert second.at - first.at >= 1


def test_a_service_that_wants_hours_is_left_alone(services: FakeServices, project: Path) -> None:
    services.arxiv = [Answer(status=429, headers={"Retry-After": "7200"})]
    done = run_new(services, project)
    expect_nothing(
        done, project, "arXiv has been asked too often and asks to wait 7200 seconds; try again later"
    )
    assert len(services.asked) == 1


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Answer(status=503), "arXiv has a fault of its own (status 503), 4 times in a row"),
        (Answer(status=429), "arXiv has been asked too often, 4 times in a row"),
        (Answer(body=feed(GOOD), delay=3), "arXiv does not answer in time"),
        (Answer(body=feed(GOOD), trickle=0.2), "arXiv does not answer in time"),
        (Answer(body=feed(GOOD), cut_after=100), "broke off, 4 times in a row"),
        (Answer(body=HTML, type="text/html"), "arXiv sent a web page instead of data"),
        (Answer(body=feed(GOOD)[:400]), "arXiv's answer cannot be read as XML"),
        (Answer(body=b""), "arXiv's answer cannot be read as XML"),
        (Answer(body=UMLAUT.encode("latin-1")), "arXiv's answer cannot be read as XML"),
        (Answer(body=b"\x1f\x8bno", headers={"Content-Encoding": "gzip"}), "arXiv"),
        (Answer(body=BOMB), "declares a document type"),
        (Answer(body=XXE), "declares a document type"),
        (Answer(body=b"<a>" * 50_000), "nested too deeply"),
        (Answer(body=b" " * 6_000_000), "more than 5,000,000 bytes"),
        (Answer(body=b"<rss/>"), "arXiv's answer is no Atom feed"),
        (Answer(body=feed()), f"arXiv has no paper {IDENTIFIER}"),
        (
            Answer(body=feed(entry("2603.99999", "Another"))),
            "arXiv answered about 2603.99999 instead of 2603.01234",
        ),
        (Answer(body=refusal("incorrect id format")), "arXiv refuses the question: incorrect id format"),
        (Answer(status=400), "arXiv cannot answer the question (status 400)"),
        (Answer(status=403), "arXiv refuses to answer (status 403)"),
        (Answer(status=302, headers={"Location": "/arxiv/query?id_list=x"}), "arXiv sends us in a circle"),
        (Answer(status=302, headers={"Location": "http://192.0.2.1/"}), "where we do not follow"),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "where we do not follow"),
    ],
)
def test_a_fault_that_stays_is_told_in_one_sentence(
    services: FakeServices, project: Path, fault: Answer, told: str
) -> None:
    services.arxiv, services.repeat = [fault], True
    started = time.monotonic()
    expect_nothing(run_new(services, project), project, told)
    assert time.monotonic() - started < 30
    assert len(services.asked) <= 4


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig"])
def test_an_answer_says_itself_how_it_is_encoded(
    services: FakeServices, project: Path, encoding: str
) -> None:
    named = (
        UMLAUT if encoding == "utf-8-sig" else UMLAUT.replace('encoding="UTF-8"', f'encoding="{encoding}"')
    )
    services.arxiv = [Answer(body=named.encode(encoding))]
    done = run_new(services, project).expect(0)
    assert "Größe der Kernel" in (project / done.output.strip()).read_text("utf-8")


def test_a_redirect_within_the_service_is_followed(services: FakeServices, project: Path) -> None:
    services.arxiv = [Answer(status=301, headers={"Location": f"/arxiv/moved?id_list={IDENTIFIER}"})]
    run_new(services, project).expect(0)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Answer(status=404), "Crossref does not know the DOI 10.1145/1234.5678"),
        (Answer(body=b"{", type="application/json"), "cannot be read as JSON"),
        (Answer(body=b"", type="application/json"), "cannot be read as JSON"),
        (Answer(body='{"ü": 1}'.encode("latin-1"), type="application/json"), "cannot be read as JSON"),
        (Answer(body=b" " * 6_000_000, type="application/json"), "more than 5,000,000 bytes"),
        (Answer(status=429, headers={"Retry-After": "7200"}), "asks to wait 7200 seconds"),
        (Answer(status=503), "Crossref has a fault of its own (status 503), 4 times in a row"),
        (Answer(status=302, headers={"Location": "https://example.org/"}), "where we do not follow"),
        (Answer(body=b"[" * 100_000, type="application/json"), "cannot be read as JSON"),
        (Answer(body=b'"odd"', type="application/json"), "describes no work"),
        (Answer(body=HTML, type="text/html"), "Crossref sent a web page instead of data"),
        (
            Answer(body=json.dumps({"message": work("10.1145/9", "T")}).encode()),
            "Crossref answered about another DOI (10.1145/9)",
        ),
        (Answer(body=json.dumps({"message": work("10.1145/1234.5678", "")}).encode()), "has no title"),
    ],
)
def test_crossref_has_bad_days_too(services: FakeServices, project: Path, fault: Answer, told: str) -> None:
    services.crossref, services.repeat = [fault], True
    expect_nothing(run_new(services, project, "10.1145/1234.5678"), project, told)


def test_nobody_there(services: FakeServices, project: Path) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{reserved.getsockname()[1]}/"
        done = run_new(services, project, PAPERINDEX_ARXIV_API=closed)
    expect_nothing(done, project, "arXiv cannot be reached, 4 times in a row")


def test_a_host_that_has_no_address(services: FakeServices, project: Path) -> None:
    done = run_new(services, project, PAPERINDEX_ARXIV_API="https://arxiv.invalid/api")
    expect_nothing(done, project, "arXiv cannot be found: is this machine online?")


def test_an_endpoint_must_be_safe(services: FakeServices, project: Path) -> None:
    done = run_new(services, project, PAPERINDEX_ARXIV_API="http://example.org/").expect(2)
    assert "PAPERINDEX_ARXIV_API must be an https address" in done.errors


def test_foreign_text_steers_neither_the_terminal_nor_the_file(services: FakeServices, project: Path) -> None:
    hostile = "Kernels: \u202eevil\n# x\ntopic: other $schema \"quotes\" 'and' \\back"
    services.papers[IDENTIFIER] = entry(
        IDENTIFIER, hostile, authors=("A: [b], {c}", "- x #y", "null"), comment="a\u202eb"
    )
    done = run_new(services, project).expect(0)
    text = (project / done.output.strip()).read_text("utf-8")
    assert "\u202e" not in text
    assert "\x1b" not in done.errors
    problems = run_cli("check", cwd=project).expect(1).output
    assert {line.split("error[")[1][:4] for line in problems.splitlines() if "error[" in line} == {"E212"}


def test_a_folder_that_cannot_be_written_is_told(services: FakeServices, project: Path) -> None:
    # A file where the folder should be: holds for every user, root included.
    papers = project / "content/papers"
    for path in papers.iterdir():
        path.unlink()
    papers.rmdir()
    papers.write_text("", "utf-8")
    done = run_new(services, project).expect(2)
    assert "cannot be written" in done.errors
    assert "Traceback" not in done.errors
