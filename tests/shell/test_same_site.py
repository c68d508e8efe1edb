"""`mkdocs build`, `paperindex build` and `mkdocs serve` give one and the same site."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from tests.support.command_line import Finished, plain_environment, run_cli, run_program, signals_heeded
from tests.support.projects import files_in, make_project

PYTHON = Path(sys.executable)
ENTRY = "content/papers/first-paper.yml"


def mkdocs_build(folder: Path, *options: str) -> Finished:
    return run_program(PYTHON, "-m", "mkdocs", "build", *options, cwd=folder)


def spoil(folder: Path) -> None:
    entry = folder / ENTRY
    entry.write_text(entry.read_text("utf-8").replace("date: 2025-03-01", "date: 2025-13-01"), "utf-8")


def test_both_commands_give_the_same_bytes(tmp_path: Path) -> None:
    make_project(tmp_path)
    run_cli("build", "--site-dir", "ours", cwd=tmp_path).expect(0)
    mkdocs_build(tmp_path, "--site-dir", "theirs").expect(0)
    ours, theirs = files_in(tmp_path / "ours"), files_in(tmp_path / "theirs")
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []
    assert "papers/first-paper/index.html" in ours


def test_a_strict_build_has_nothing_to_complain_about(tmp_path: Path) -> None:
    make_project(tmp_path)
    done = mkdocs_build(tmp_path, "--strict").expect(0)
    assert "WARNING" not in done.errors


@pytest.mark.parametrize("command", ["paperindex", "mkdocs"])
def test_a_faulty_entry_leaves_the_last_site_and_ends_with_1(tmp_path: Path, command: str) -> None:
    make_project(tmp_path)
    run_cli("build", cwd=tmp_path).expect(0)
    before = files_in(tmp_path / "site")
    spoil(tmp_path)
    done = run_cli("build", cwd=tmp_path) if command == "paperindex" else mkdocs_build(tmp_path)
    assert "first-paper.yml:3:7: error[E203]" in done.expect(1).errors
    assert files_in(tmp_path / "site") == before


def test_nothing_is_left_beside_the_site(tmp_path: Path) -> None:
    make_project(tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    run_cli("build", cwd=tmp_path).expect(0)
    mkdocs_build(tmp_path).expect(0)
    assert {path.name for path in tmp_path.iterdir()} - before == {"site", ".cache"}


def test_the_frame_filled_is_the_page_rendered_in_full(tmp_path: Path) -> None:
    """The theme's own rendering of a page with our title, description and body, beside the filled frame."""
    make_project(tmp_path)
    run_cli("build", cwd=tmp_path).expect(0)
    filled = (tmp_path / "site" / "papers" / "first-paper" / "index.html").read_text("utf-8")
    assert "paperindex-slot" not in filled
    assert "<!--paperindex:" not in filled
    assert (
        filled.count("<title>") == filled.count('name="description"') == filled.count('rel="canonical"') == 1
    )
    assert 'rel="canonical" href="https://small.example.org/papers/first-paper/"' in filled


def test_without_an_address_edit_and_canonical_links_are_left_out(tmp_path: Path) -> None:
    make_project(tmp_path, {"mkdocs.yml": "site_name: Small\ntheme: material\nplugins: [paperindex]\n"})
    run_cli("build", cwd=tmp_path).expect(0)
    page = (tmp_path / "site" / "papers" / "first-paper" / "index.html").read_text("utf-8")
    assert "canonical" not in page
    assert "Edit this entry" not in page


def test_on_github_addresses_come_from_the_environment(tmp_path: Path) -> None:
    make_project(tmp_path, {"mkdocs.yml": "site_name: Small\ntheme: material\nplugins: [paperindex]\n"})
    run_cli("build", cwd=tmp_path, env={"GITHUB_REPOSITORY": "Ada/papers"}).expect(0)
    page = (tmp_path / "site" / "papers" / "first-paper" / "index.html").read_text("utf-8")
    assert 'href="https://ada.github.io/papers/papers/first-paper/"' in page
    assert "https://github.com/Ada/papers/edit/main/content/papers/first-paper.yml" in page


def test_a_folder_without_an_index_says_so(tmp_path: Path) -> None:
    assert "or make one with paperindex init" in run_cli("build", cwd=tmp_path).expect(2).errors


def test_a_folder_inside_an_index_leads_to_its_top(tmp_path: Path) -> None:
    make_project(tmp_path)
    run = run_cli("check", cwd=tmp_path / "content" / "papers").expect(2)
    assert run.errors.rstrip().endswith("run the command there (cd ../..)")


def test_broken_settings_are_named_without_a_traceback(tmp_path: Path) -> None:
    make_project(tmp_path, {"mkdocs.yml": "site_name: [\n"})
    done = run_cli("build", cwd=tmp_path).expect(2)
    assert "mkdocs.yml is not readable as YAML" in done.errors
    make_project(tmp_path, {"mkdocs.yml": "site_name: Small\ntheme: material\n"})
    done = run_cli("build", cwd=tmp_path).expect(2)
    assert "the plugin paperindex is not named under plugins" in done.errors
    assert "Traceback" not in done.errors


@contextmanager
def serving(
    folder: Path, *command: str, ended_by: signal.Signals = signal.SIGTERM, **environment: str
) -> Iterator[str]:
    """A live server on a free port; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "serve.log"
    with log.open("wb") as output:
        with signals_heeded():
            process = subprocess.Popen(
                [*command, f"127.0.0.1:{port}"],
                cwd=folder,
                stdout=output,
                stderr=output,
                env=plain_environment() | environment,
            )
        try:
            yield f"http://127.0.0.1:{port}/"
        except AssertionError as failed:
            raise AssertionError(f"{failed}\n{log.read_text('utf-8', 'replace')}") from failed
        finally:
            process.send_signal(ended_by)
            try:
                process.wait(timeout=20)
            finally:
                process.kill()
                process.wait()


def eventually(address: str, wanted: str, seconds: float = 60) -> str:
    """The page once it holds ``wanted``."""
    deadline = time.monotonic() + seconds
    page = ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                page = answer.read().decode()
        except OSError:
            page = ""
        if wanted in page:
            return page
        time.sleep(0.1)
    raise AssertionError(f"{address} never held '{wanted}': {page[:300]}")


@pytest.mark.parametrize(
    "command",
    [
        (str(PYTHON.with_name("paperindex")), "serve", "--address"),
        (str(PYTHON.with_name("paperindex")), "serve", "--jobs", "1", "--address"),
        (str(PYTHON), "-m", "mkdocs", "serve", "--dev-addr"),
    ],
    ids=["paperindex", "one process", "mkdocs"],
)
def test_a_live_server_shows_edits_and_survives_faults(tmp_path: Path, command: tuple[str, ...]) -> None:
    make_project(tmp_path)
    entry = tmp_path / ENTRY
    good = entry.read_text("utf-8")
    with serving(tmp_path, *command) as address:
        eventually(f"{address}papers/first-paper/", "A First Paper on Attention")
        # The watcher takes its first look a moment after the server answers.
        time.sleep(3)
        entry.write_text(good.replace("A First Paper", "An Edited Paper"), "utf-8")
        eventually(f"{address}papers/first-paper/", "An Edited Paper on Attention")
        entry.write_text(good.replace("date: 2025-03-01", "date: 2025-13-01"), "utf-8")
        time.sleep(2)
        eventually(f"{address}papers/first-paper/", "An Edited Paper on Attention")
        entry.write_text(good.replace("A First Paper", "A Mended Paper"), "utf-8")
        eventually(f"{address}papers/first-paper/", "A Mended Paper on Attention")


def test_edited_and_new_entries_are_shown_before_the_whole_site(tmp_path: Path) -> None:
    make_project(tmp_path)
    entry = tmp_path / ENTRY
    good = entry.read_text("utf-8")
    with serving(tmp_path, str(PYTHON.with_name("paperindex")), "serve", "--address") as address:
        eventually(f"{address}papers/first-paper/", "A First Paper on Attention")
        time.sleep(3)
        entry.write_text(good.replace("A First Paper", "An Edited Paper"), "utf-8")
        eventually(f"{address}papers/first-paper/", "An Edited Paper on Attention")
        # The lists follow with the whole site, and it is the one that a build makes.
        eventually(f"{address}topics/attention/", "An Edited Paper on Attention")
        new = good.replace("A First Paper", "A Sequel").replace("kind: ", "builds_on: [first-paper]\nkind: ")
        entry.with_name("sequel.yml").write_text(new, "utf-8")
        eventually(f"{address}papers/sequel/", "A Sequel on Attention")
        eventually(f"{address}topics/attention/", "A Sequel on Attention")
        pages = {
            name: eventually(f"{address}papers/{name}/", title)
            for name, title in {"first-paper": "An Edited Paper", "sequel": "A Sequel"}.items()
        }
    told = (tmp_path / "serve.log").read_text("utf-8")
    run_cli("build", cwd=tmp_path).expect(0)
    for name, page in pages.items():
        assert f"papers/{name}/index.html first; the whole site follows" in told
        built = (tmp_path / "site" / "papers" / name / "index.html").read_text("utf-8")
        assert without_reload_script(page) == built


@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_live_server_leaves_nothing_behind_however_it_is_ended(
    tmp_path: Path, ended_by: signal.Signals
) -> None:
    make_project(tmp_path / "index")
    (tmp_path / "rooms").mkdir()
    command = (str(PYTHON.with_name("paperindex")), "serve", "--address")
    rooms = str(tmp_path / "rooms")
    with serving(tmp_path / "index", *command, ended_by=ended_by, TMPDIR=rooms) as address:
        eventually(f"{address}papers/first-paper/", "A First Paper on Attention")
        assert [path.name.startswith("paperindex-serve-") for path in (tmp_path / "rooms").iterdir()] == [
            True
        ]
    assert list((tmp_path / "rooms").iterdir()) == []
    assert "Traceback" not in (tmp_path / "index" / "serve.log").read_text("utf-8")


def without_reload_script(page: str) -> str:
    """A served page as it lies on disk: without the script that MkDocs' server adds, and its hash."""
    page = re.sub(r"(script-src 'self') 'sha256-[^']*'", r"\1", page, count=1)
    return re.sub(r"<script>[^<]*?var livereload.*?</script>(?=</body>)", "", page, flags=re.DOTALL)


@pytest.mark.parametrize(
    "command",
    [
        (str(PYTHON.with_name("paperindex")), "serve", "--address"),
        (str(PYTHON), "-m", "mkdocs", "serve", "--dev-addr"),
    ],
    ids=["paperindex", "mkdocs"],
)
def test_the_browser_reloads_by_itself(tmp_path: Path, browser: Browser, command: tuple[str, ...]) -> None:
    """Under the page's own strict policy, with nothing to complain about in the console."""
    make_project(tmp_path)
    entry = tmp_path / ENTRY
    with serving(tmp_path, *command) as address:
        eventually(f"{address}papers/first-paper/", "A First Paper on Attention")
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{address}papers/first-paper/")
        time.sleep(3)
        entry.write_text(entry.read_text("utf-8").replace("A First Paper", "A Zygomorphic Paper"), "utf-8")
        page.get_by_role("heading", level=1, name="A Zygomorphic Paper on Attention").wait_for(timeout=60_000)
        # The search learns the new word when the whole site has followed.
        assert found_in_time(page, f"{address}search/?q=zygomorphic", "A Zygomorphic Paper on Attention")
        page.close()
    assert [text for text in said if "Content Security Policy" in text] == []


def test_no_service_worker_holds_up_who_edits(tmp_path: Path, browser: Browser) -> None:
    """A worker that keeps the requests of pages that are gone leaves the browser without a connection after some edits."""
    make_project(tmp_path)
    entry = tmp_path / ENTRY
    text = entry.read_text("utf-8")
    with serving(tmp_path, str(PYTHON.with_name("paperindex")), "serve", "--address") as address:
        eventually(f"{address}papers/first-paper/", "A First Paper on Attention")
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(f"{address}papers/first-paper/")
            # By now it would have brought its worker.
            page.wait_for_timeout(4_000)
            assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
            for number in range(8):
                entry.write_text(text.replace("A First Paper", f"Paper {number}"), "utf-8")
                heading = page.get_by_role("heading", level=1, name=f"Paper {number} on Attention")
                heading.wait_for(timeout=20_000)


def test_who_waits_at_the_address_of_a_new_entry_sees_it_come(tmp_path: Path, browser: Browser) -> None:
    make_project(tmp_path)
    entry = tmp_path / ENTRY
    new = entry.read_text("utf-8").replace("A First Paper", "A Sequel")
    with serving(tmp_path, str(PYTHON.with_name("paperindex")), "serve", "--address") as address:
        eventually(f"{address}papers/first-paper/", "A First Paper on Attention")
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{address}papers/sequel/")
        page.get_by_role("heading", level=1, name="Page not found").wait_for()
        time.sleep(3)
        entry.with_name("sequel.yml").write_text(new, "utf-8")
        page.get_by_role("heading", level=1, name="A Sequel on Attention").wait_for(timeout=60_000)
        page.close()
    assert [text for text in said if "Content Security Policy" in text] == []


def found_in_time(page: Page, address: str, title: str, seconds: float = 60) -> bool:
    """Whether the results page names the paper, sooner or later."""
    deadline = time.monotonic() + seconds
    result = page.locator(".pi-search-results").get_by_role("link", name=title)
    while time.monotonic() < deadline:
        # The server may be about to reload the page itself.
        with suppress(PlaywrightError):
            page.goto(address)
            result.first.wait_for(timeout=2_000)
            return True
    return False
