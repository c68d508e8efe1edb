"""`paperindex links` as a whole: what it asks about, remembers, writes and prints, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.commands import links as command
from generator.loading.address_rules import is_public
from generator.loading.library_loader import load_content
from generator.visiting.doors import Doors, looked_up
from generator.visiting.outside_links import LinkPlace, outside_links
from tests.support.command_line import run_cli
from tests.support.projects import make_project
from tests.visiting.odd_hosts import Reply, Web, odd_hosts

ENTRY = "title: A {name} Paper\nauthors: [Ada Lovelace]\ndate: 2025-03-01\ntopic: attention\n"
DAYS = {"first": "1795132800", "same": "1795140000", "later": "1795737600"}
"""20 November 2026, two hours later, and a week later."""


@dataclass
class Index:
    """A small index whose links lead into the made-up web."""

    folder: Path
    web: Web
    monkeypatch: pytest.MonkeyPatch
    names: list[str] = field(default_factory=list)

    def entry(self, name: str, **links: str) -> None:
        self.names.append(name)
        rows = "".join(f"  {sort}: {address}\n" for sort, address in links.items())
        file = self.folder / f"content/papers/{name}.yml"
        file.write_text(f"{ENTRY.format(name=name.title())}links:\n{rows}", encoding="utf-8")

    def links(self, *arguments: str, day: str = "first") -> Result:
        self.monkeypatch.setenv("SOURCE_DATE_EPOCH", DAYS[day])
        return CliRunner().invoke(
            command.links, ["-f", str(self.folder / "mkdocs.yml"), *arguments], catch_exceptions=False
        )

    def found(self, *arguments: str, day: str = "first") -> dict[str, dict[str, Any]]:
        told = json.loads(self.links("--json", *arguments, day=day).stdout)
        return {link["places"][0]["file"].split("/")[-1][:-4]: link for link in told["links"]}

    def verdict(self, name: str, *arguments: str, day: str = "first") -> str:
        return str(self.found(*arguments, day=day)[name]["verdict"])


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    monkeypatch.chdir(tmp_path)
    with odd_hosts() as web:
        monkeypatch.setattr(command, "visitor_for", lambda _: web.visitor())
        folder = make_project(tmp_path, {"content/papers/first-paper.yml": None})
        (folder / "content/papers").mkdir()
        yield Index(folder, web, monkeypatch)


def test_every_link_that_readers_can_click_on_is_asked_about(tmp_path: Path) -> None:
    links = "links:\n  arxiv: '2501.00001'\n  doi: '10.1000/182'\n  code: https://github.com/a/b\n"
    files = {
        "content/papers/one.yml": ENTRY.format(name="One") + links,
        "content/papers/two.yml": ENTRY.format(name="Two") + "links:\n  project: https://github.com/a/b\n",
        "content/papers/gone.yml": ENTRY.format(name="Gone")
        + "status: removed\nstatus_note: A mistake.\nlinks:\n  code: https://github.com/x/y\n",
        "content/people.yml": "ada:\n  name: Ada Lovelace\n  homepage: https://ada.example.org/\n",
    }
    found = outside_links(load_content(make_project(tmp_path, files) / "content", tmp_path).library)
    assert [link.address for link in found] == [
        "https://ada.example.org/",
        "https://arxiv.org/abs/2501.00001",
        "https://doi.org/10.1000/182",
        "https://github.com/a/b",
    ]
    assert found[3].places == (LinkPlace("papers/one.yml", "code"), LinkPlace("papers/two.yml", "project"))


def test_each_verdict_is_told_with_its_place_and_the_dead_decide_the_status(index: Index) -> None:
    web = index.web
    index.entry("alive", code=web.at("/alive", Reply()))
    index.entry("dead", code=web.at("/dead", Reply(status=404)))
    index.entry("moved", project=web.at("/moved", Reply(status=301, to="/alive")))
    index.entry("walled", demo=web.at("/walled", Reply(status=403)))
    done = index.links()
    assert done.exit_code == 1
    assert done.stderr == "4 addresses: 1 dead, 1 moved, 1 blocked, 1 alive\n"
    lines = done.stdout.splitlines()
    assert lines[0] == f"http://www.example.org:{web.port}/dead"
    assert lines[1] == "    dead: www.example.org says that it is gone (status 404)"
    assert lines[2] == "    in content/papers/dead.yml: code"
    assert f"    moved: moved for good (status 200): http://www.example.org:{web.port}/alive" in lines
    assert "/alive.yml" not in done.stdout


def test_where_nothing_is_dead_the_status_is_zero(index: Index) -> None:
    index.entry("moved", code=index.web.at("/moved", Reply(status=301, to="/alive")))
    index.entry("walled", code=index.web.at("/walled", Reply(status=403)))
    index.web.at("/alive", Reply())
    assert index.links().exit_code == 0


def test_what_leads_into_a_private_network_decides_the_status_too(index: Index) -> None:
    index.entry("odd", code=index.web.at("/odd", Reply(status=302, to="http://10.0.0.7/")))
    assert index.links().exit_code == 1


class TestMemory:
    def test_a_link_is_dead_when_two_days_say_so(self, index: Index) -> None:
        index.entry("page", code=index.web.at("/page", Reply(status=404)))
        state = ("--state", "links.json")
        assert index.verdict("page", *state) == "doubtful"
        assert index.verdict("page", *state, day="same") == "doubtful"
        found = index.found(*state, day="later")["page"]
        assert (found["verdict"], found["since"]) == ("dead", "2026-11-20")
        assert index.links(*state, day="later").exit_code == 1

    def test_a_link_that_answers_in_between_begins_anew(self, index: Index) -> None:
        index.entry("page", code=index.web.at("/page", Reply(status=404)))
        index.verdict("page", "--state", "links.json")
        index.web.at("/page", Reply())
        assert index.verdict("page", "--state", "links.json", day="same") == "alive"
        index.web.at("/page", Reply(status=404))
        assert index.verdict("page", "--state", "links.json", day="later") == "doubtful"

    def test_a_wall_in_between_changes_nothing(self, index: Index) -> None:
        index.entry("page", code=index.web.at("/page", Reply(status=404)))
        index.verdict("page", "--state", "links.json")
        index.web.at("/page", Reply(status=403))
        assert index.verdict("page", "--state", "links.json", day="same") == "blocked"
        index.web.at("/page", Reply(status=404))
        assert index.verdict("page", "--state", "links.json", day="later") == "dead"

    def test_with_a_limit_those_not_asked_for_longest_come_first(self, index: Index) -> None:
        for name in ("one", "two", "three"):
            index.entry(name, code=index.web.at(f"/{name}", Reply()))
        state = ("--state", "links.json", "--limit", "2")
        assert set(index.found(*state)) == {"one", "three"}
        assert set(index.found(*state, day="later")) == {"two", "one"}

    def test_links_that_left_the_index_are_forgotten(self, index: Index) -> None:
        index.entry("one", code=index.web.at("/one", Reply()))
        index.links("--state", "links.json")
        index.entry("one", code=index.web.at("/other", Reply()))
        index.links("--state", "links.json")
        assert "/one" not in Path("links.json").read_text("utf-8")

    @pytest.mark.parametrize(
        "text",
        [
            b"my notes",
            b"[]",
            b"\xff",
            b"[" * 100_000,
            b'{"version": 2, "links": {}}',
            b'{"version": 1, "links": {"x": {"verdict": "fine", "since": "2026-01-01", "asked": "2026-01-01"}}}',
            b'{"version": 1, "links": {"x": {"verdict": "dead", "since": 3, "asked": "2026-01-01"}}}',
            b'{"version": 1, "links": {"x": []}}',
        ],
    )
    def test_a_file_of_another_sort_is_never_written_over(self, text: bytes, index: Index) -> None:
        index.entry("one", code=index.web.at("/one", Reply()))
        Path("notes.txt").write_bytes(text)
        done = index.links("--state", "notes.txt")
        assert done.exit_code == 2
        assert done.stderr.startswith("paperindex: notes.txt: ")
        assert "delete this one to begin anew" in done.stderr
        assert Path("notes.txt").read_bytes() == text
        assert index.web.asked == []

    def test_an_offline_machine_remembers_nothing(self, index: Index) -> None:
        index.entry("one", code="https://one.example.org/")
        index.entry("two", code="https://two.example.org/")
        index.web.without_names = True
        done = index.links("--state", "links.json", "--report", "issue.md")
        assert done.exit_code == 2
        assert "is this machine online?" in done.stderr
        assert not Path("links.json").exists()
        assert not Path("issue.md").exists()

    def test_an_offline_machine_is_told_from_one_host_that_surely_exists(self, index: Index) -> None:
        index.entry("one", arxiv="2103.16710")
        # Some resolvers say so of every name while there is no line.
        index.web.knows_no_name = True
        done = index.links("--state", "links.json")
        assert done.exit_code == 2
        assert "is this machine online?" in done.stderr


class TestReport:
    def test_it_names_what_to_mend_and_where(self, index: Index) -> None:
        web = index.web
        index.entry("dead", code=web.at("/dead", Reply(status=410)))
        index.entry("moved", code=web.at("/moved", Reply(status=301, to="/new")))
        web.at("/new", Reply())
        index.links("--report", "issue.md")
        text = Path("issue.md").read_text("utf-8")
        origin = f"http://www.example.org:{web.port}"
        assert "On 2026-11-20, of 2 addresses: 1 dead, 1 moved." in text
        assert f"- <{origin}/dead>" in text
        assert f"- <{origin}/moved> → <{origin}/new>" in text
        assert "`content/papers/dead.yml` (code)" in text

    def test_it_is_empty_when_there_is_nothing_to_mend(self, index: Index) -> None:
        index.entry("walled", code=index.web.at("/walled", Reply(status=403)))
        index.links("--report", "issue.md")
        assert Path("issue.md").read_bytes() == b""

    def test_no_words_of_a_stranger_become_markup_or_call_anybody(self, index: Index) -> None:
        target = "/@everyone/**x**/[a](b)?c=|d&#10;e=" + "é%3Cb%3E"
        index.entry("moved", code=index.web.at("/moved", Reply(status=301, to=target)))
        index.web.replies[target] = [Reply()]
        index.entry("odd", code=index.web.at("/odd", Reply(status=301, to="/`x`<img src=x>@everyone")))
        index.links("--report", "issue.md")
        text = Path("issue.md").read_text("utf-8")
        assert "<img" not in text
        for row in text.splitlines():
            for word in ("@everyone", "**x**"):
                # Only between < and >, where GitHub makes an address of it and nothing else.
                assert word not in row or row.index("<http") < row.index(word)

    def test_it_fits_into_an_issue(self, index: Index) -> None:
        index.entry("many", code=index.web.at("/none", Reply(status=404)))
        for number in range(200):
            name = f"paper-{number:03}"
            index.entry(name, code=index.web.at(f"/{number}/{'x' * 280}", Reply(status=404)))
        index.links("--report", "issue.md")
        text = Path("issue.md").read_text("utf-8")
        assert len(text) < 60_000
        assert "more: `paperindex links` shows them all." in text


class TestChoosing:
    def test_a_sort_a_host_or_an_entry(self, index: Index) -> None:
        index.entry("one", code=index.web.at("/one", Reply(), host="code.one.example.org"))
        index.entry("two", demo=index.web.at("/two", Reply(), host="two.example.org"))
        assert set(index.found("--only", "code")) == {"one"}
        assert set(index.found("--only", "two.example.org")) == {"two"}
        assert set(index.found("--only", "one.example.org")) == {"one"}
        assert set(index.found("--only", "two")) == {"two"}
        assert set(index.found("--only", "two", "--only", "code")) == {"one", "two"}

    def test_what_fits_nothing_is_wrong_use(self, index: Index) -> None:
        done = index.links("--only", "nothing")
        assert done.exit_code == 2
        assert "name a sort (code), a host (github.com) or an entry's id" in done.stderr


def test_the_real_command_opens_no_door_of_this_machine(tmp_path: Path) -> None:
    with odd_hosts() as web:
        entry = f"{ENTRY.format(name='Odd')}links:\n  code: http://127.0.0.1:{web.port}/\n"
        folder = make_project(tmp_path, {"content/papers/first-paper.yml": entry})
        done = run_cli("links", cwd=folder).expect(0)
        # The reader of entries refuses such a link, so nobody is ever sent there.
        assert "the content has faults" in done.errors
        assert web.asked == []
    visitor = command.visitor_for(folder / "mkdocs.yml")
    assert visitor.doors == Doors(looked_up, is_public)


def test_an_unwritable_report_is_told(index: Index) -> None:
    index.entry("one", code=index.web.at("/one", Reply()))
    done = index.links("--report", "no/such/folder/issue.md")
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr
