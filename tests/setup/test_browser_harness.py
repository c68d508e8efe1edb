"""The harness itself: a test on a page that misbehaves must not pass."""

from __future__ import annotations

import gzip
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.support.accessibility import accessibility_violations
from tests.support.browser import OpenPage, Watch
from tests.support.static_server import StaticServer, serving

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<link rel="icon" href="data:,">{head}</head><body><main><h1>A page</h1>{body}</main></body></html>"""

Serve = Callable[..., StaticServer]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Serves one page made of a head and a body."""
    with serving(tmp_path, base="/below/") as server:

        def write(head: str = "", body: str = "") -> StaticServer:
            (tmp_path / "index.html").write_text(PAGE.format(head=head, body=body), encoding="utf-8")
            return server

        yield write


def test_a_quiet_page_raises_no_concern(open_page: OpenPage, watch: Watch, serve: Serve) -> None:
    page = open_page(server=serve(body="<p>Nothing to see.</p>"))
    assert page.title() == "A page"
    assert watch.problems == []
    assert accessibility_violations(page) == []


@pytest.mark.parametrize(
    ("head", "body", "concern"),
    [
        ("", "<script>console.error('oh dear')</script>", "console: oh dear"),
        ("", "<script>nobody.knows</script>", "uncaught: "),
        (
            "",
            "<img alt='' src='https://elsewhere.example/x.png'>",
            "request to another place: https://elsewhere",
        ),
        ("", "<script type='module'>await fetch('http://127.0.0.1:1/')</script>", "request to another place"),
        ("", "<script src='missing.js'></script>", "404"),
        (
            "<meta http-equiv='Content-Security-Policy' content=\"default-src 'self'; img-src data:\">",
            "<p onclick='1'>press</p>",
            "security policy violated: script-src-attr",
        ),
    ],
)
def test_a_page_that_misbehaves_is_noticed(
    head: str, body: str, concern: str, open_page: OpenPage, watch: Watch, serve: Serve
) -> None:
    page = open_page(server=serve(head, body))
    page.wait_for_load_state("networkidle")
    assert any(concern in problem for problem in watch.unexpected()), watch.problems
    watch.expect("")


def test_only_the_expected_problem_passes() -> None:
    watch = Watch(problems=["console: 404 for shard-3", "console: something else"])
    watch.expect("404 for shard")
    assert watch.unexpected() == ["console: something else"]


def test_an_inaccessible_page_is_told_with_its_place(open_page: OpenPage, serve: Serve) -> None:
    page = open_page(server=serve(body="<img src='data:,'>"))
    (violation,) = accessibility_violations(page)
    assert violation.startswith("image-alt: ")
    assert "— img —" in violation


def test_the_page_is_opened_as_asked(open_page: OpenPage, serve: Serve) -> None:
    page = open_page(server=serve(), width=390, dark=True, reduced_motion=True)
    assert page.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [390, True]
    assert page.evaluate("matchMedia('(prefers-reduced-motion)').matches")


def test_without_javascript_no_script_runs(open_page: OpenPage, serve: Serve) -> None:
    page = open_page(
        server=serve(body="<p>before</p><script>document.body.textContent = ''</script>"), javascript=False
    )
    assert page.locator("p").inner_text() == "before"


def test_texts_are_served_compressed_and_weighed(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("let x = 1;\n" * 1000, encoding="utf-8")
    with serving(tmp_path) as server:
        wish = urllib.request.Request(server.address("a.js"), headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(wish) as answer:
            body = answer.read()
        assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert gzip.decompress(body).startswith(b"let x")
    assert [(entry.path, entry.status, entry.size) for entry in server.served] == [("/a.js", 200, len(body))]


def test_folders_answer_with_their_index_and_the_unknown_with_the_404_page(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/index.html").write_text("papers", encoding="utf-8")
    (tmp_path / "404.html").write_text("lost", encoding="utf-8")
    (tmp_path.parent / "secret.txt").write_text("secret", encoding="utf-8")
    with serving(tmp_path, base="/below/") as server:
        with urllib.request.urlopen(server.address("papers")) as answer:
            assert (answer.url, answer.read()) == (server.address("papers/"), b"papers")
        for unknown in ("nothing/", "%2e%2e/secret.txt", "../papers/"):
            with pytest.raises(HTTPError) as error, urllib.request.urlopen(server.address(unknown)):
                pass
            assert (error.value.code, error.value.read()) == (404, b"lost")
            error.value.close()
