"""Writing the site: whole or not at all, only what changed, never outside its folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator.model.output_file import Framed, OutputFile
from generator.working.traces import KnownSite
from generator.writing import links, site_writer
from generator.writing.addresses import UnsafeAddress, checked_address
from generator.writing.links import DeadLinks, target_of
from generator.writing.looking import look_at
from generator.writing.notes import Put, check_targets, noted
from generator.writing.site_writer import SiteDiffers, WriteFault, WrittenSite, new_site, write_site
from tests.support.projects import files_in


def page(address: str, text: str = "x") -> OutputFile:
    return OutputFile(address, text.encode())


def test_the_folder_holds_exactly_the_given_files(tmp_path: Path) -> None:
    site = tmp_path / "site"
    engine = tmp_path / "style.css"
    engine.write_text("a", "utf-8")
    write_site(site, {"assets/style.css": engine}, [page("index.html"), page("papers/a/index.html")])
    told = write_site(site, {}, [page("index.html"), page("papers/b/index.html")])
    assert set(files_in(site)) == {"index.html", "papers/b/index.html"}
    assert (told.files, told.written, told.removed) == (2, 1, 2)
    assert [path.name for path in tmp_path.iterdir()] in (["site", "style.css"], ["style.css", "site"])


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, {}, [page("index.html"), page("a.html", "old")])
    for name in ("index.html", "a.html"):
        os.utime(site / name, (1000, 1000))
    told = write_site(site, {}, [page("index.html"), page("a.html", "new")])
    assert told.written == 1
    assert (site / "index.html").stat().st_mtime == 1000
    assert (site / "a.html").stat().st_mtime > 1000


def test_an_output_wins_over_the_engine_at_one_address(tmp_path: Path) -> None:
    engine = tmp_path / "engine.html"
    engine.write_text("engine", "utf-8")
    write_site(tmp_path / "site", {"index.html": engine}, [page("index.html", "ours")])
    assert (tmp_path / "site" / "index.html").read_text("utf-8") == "ours"


@pytest.mark.parametrize("failing", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_refuses_leaves_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    site = tmp_path / "site"
    write_site(site, {}, [page("index.html", "old"), page("b.html")])
    before = files_in(site)
    real = site_writer._write
    calls = 0

    def refuse(path: str, data: bytes) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(failing, os.strerror(failing))
        real(path, data)

    monkeypatch.setattr(site_writer, "_write", refuse)
    with pytest.raises(WriteFault, match="the last site is untouched"):
        write_site(site, {}, [page("index.html", "new"), page("b.html", "new")])
    assert files_in(site) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_of_other_files_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work", "utf-8")
    with pytest.raises(WriteFault, match="holds files but no site"):
        write_site(tmp_path, {}, [page("index.html")])
    assert (tmp_path / "thesis.tex").is_file()


def test_where_folders_cannot_be_swapped_the_site_is_still_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_writer, "_exchanged", lambda one, other: False)
    site = tmp_path / "site"
    write_site(site, {}, [page("index.html", "old")])
    write_site(site, {}, [page("index.html", "new")])
    assert files_in(site) == {"index.html": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/../../x",
        "a//b",
        "./a",
        "a/.",
        "a\\b",
        "a\0b",
        "a/ ",
        "a\n",
        "x" * 300,
        "x" * 201 + "/a",
        "a/" + "x" * 190 + ".abcdefgh.abc",
        "a/b.",
    ],
)
def test_no_address_leaves_the_folder(address: str) -> None:
    with pytest.raises(UnsafeAddress):
        checked_address(address)


@pytest.mark.parametrize(
    ("folder", "link", "target"),
    [
        ("papers/a", "../../", "index.html"),
        ("papers/a", "../b/", "papers/b/index.html"),
        ("papers/a", "../../assets/x.css?v=1", "assets/x.css"),
        ("papers/a", "./#results", "papers/a/index.html"),
        ("", "topics/", "topics/index.html"),
        ("", ".", "index.html"),
        ("a", "..", "index.html"),
        ("a", "b%20c.html", "a/b c.html"),
    ],
)
def test_where_a_link_leads(folder: str, link: str, target: str) -> None:
    assert target_of(folder, link) == target


def put_nowhere(output: OutputFile) -> Put:
    return Put(True, (len(output.content), 0))


def test_a_dead_link_stops_the_build() -> None:
    good = '<a href="../b/">b</a><a href="https://example.org/">out</a><a href="#x">x</a><img src="data:,">'
    pages = [page("a/index.html", good), page("b/index.html", "<a class=x href='../a/'>a</a>")]
    check_targets(noted(pages, put_nowhere, ()))
    with pytest.raises(DeadLinks, match=r"d/index\.html links to \.\./c/"):
        check_targets(noted([*pages, page("d/index.html", '<a href="../c/">c</a>')], put_nowhere, ()))


def built(site: Path, spare: Path, outputs: list[OutputFile]) -> WrittenSite:
    with new_site(site, spare=spare) as new:
        put = {output.address: new.put(output.address, output.content) for output in outputs}
        written = [address for address, one in put.items() if one.written]
        return new.publish({address: one.mark for address, one in put.items()}, written)


def test_the_replaced_site_is_changed_into_the_next_one(tmp_path: Path) -> None:
    site, spare = tmp_path / "site", tmp_path / "cache" / "replaced"
    first = [page("index.html"), page("a/index.html", "a1"), page("b/index.html", "b1")]
    second = [page("index.html"), page("a/index.html", "a2"), page("c/d/index.html", "c")]
    built(site, spare, first)
    assert not spare.exists()
    told = built(site, spare, second)
    assert (told.written, told.removed) == (2, 1)
    assert files_in(spare) == {output.address: output.content for output in first}
    inode = (site / "index.html").stat().st_ino
    told = built(site, spare, first)
    assert (told.written, told.removed) == (2, 1)
    assert files_in(site) == {output.address: output.content for output in first}
    assert sorted(path.name for path in site.iterdir()) == ["a", "b", "index.html"]
    assert (site / "index.html").stat().st_ino == inode
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def twinned(site: Path, spare: Path, outputs: list[OutputFile]) -> WrittenSite:
    with new_site(site, spare=spare, twinned=True) as new:
        put = {output.address: new.put(output.address, output.content) for output in outputs}
        return new.publish({address: one.mark for address, one in put.items()}, list(put))


def test_a_first_site_may_come_with_its_twin(tmp_path: Path) -> None:
    site, spare = tmp_path / "site", tmp_path / "cache" / "replaced"
    # The last word on an address counts in both.
    outputs = [page("index.html", "no"), page("a/b/index.html", "ab"), page("index.html")]
    told = twinned(site, spare, outputs)
    assert files_in(site) == files_in(spare) == {"index.html": b"x", "a/b/index.html": b"ab"}
    assert (site / "index.html").samefile(spare / "index.html")
    assert told.known is not None
    assert told.known.spare == (spare.stat().st_dev, spare.stat().st_ino)
    assert told.known.differs == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "site"]
    # There is another site by now, which will be the spare one.
    told = twinned(site, spare, [page("index.html", "y")])
    assert files_in(spare) == {"index.html": b"x", "a/b/index.html": b"ab"}
    assert told.known is not None
    assert told.known.spare == (spare.stat().st_dev, spare.stat().st_ino)


def test_without_hard_links_there_is_no_twin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    site, spare = tmp_path / "site", tmp_path / "cache" / "replaced"
    told = twinned(site, spare, [page("index.html")])
    assert files_in(site) == {"index.html": b"x"}
    assert told.known is not None
    assert told.known.spare is None
    assert not spare.exists()


def test_a_first_site_that_cannot_be_published_leaves_no_twin(tmp_path: Path) -> None:
    site, spare = tmp_path / "site", tmp_path / "cache" / "replaced"
    with suppress(DeadLinks), new_site(site, spare=spare, twinned=True) as new:
        new.put("index.html", b"x")
        raise DeadLinks([])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_that_two_sites_share_is_never_written_over(tmp_path: Path) -> None:
    site, spare = tmp_path / "site", tmp_path / "replaced"
    for _ in range(2):
        built(site, spare, [page("index.html"), page("a.html", "old")])
    assert (site / "a.html").samefile(spare / "a.html")
    with new_site(site, spare=spare) as new:
        new.put("a.html", b"new")
        assert (site / "a.html").read_text("utf-8") == "old"
    # What was not published is nowhere.
    assert files_in(site) == {"index.html": b"x", "a.html": b"old"}


def unlink_of_posix(path: str) -> None:
    """Refuses a folder in the words of POSIX, as macOS does."""
    if Path(path).is_dir() and not Path(path).is_symlink():
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), path)
    Path(path).unlink()


@pytest.mark.parametrize("unlink", [os.unlink, unlink_of_posix])
@pytest.mark.parametrize(("before", "after"), [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a/b")])
def test_a_folder_may_become_a_file_and_a_file_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, unlink: Callable[[str], None]
) -> None:
    if unlink is unlink_of_posix:
        monkeypatch.setattr(site_writer, "os", SimpleNamespace(**{**vars(os), "unlink": unlink}))
    site, spare = tmp_path / "site", tmp_path / "replaced"
    for address in (before, before, after, after, before):
        built(site, spare, [page("index.html"), page(address, "x")])
        assert set(files_in(site)) == {"index.html", address}


def test_a_spare_that_somebody_changed_harms_nothing(tmp_path: Path) -> None:
    site, spare = tmp_path / "site", tmp_path / "replaced"
    outputs = [page("index.html"), page("a/index.html", "a"), page("b/c/index.html", "c")]
    for _ in range(2):
        built(site, spare, outputs)
    (spare / "a" / "index.html").unlink()
    (spare / "a" / "index.html").symlink_to(tmp_path / "elsewhere.html")
    outside = tmp_path / "outside"
    outside.mkdir()
    (spare / "b").rename(tmp_path / "b")
    (spare / "b").symlink_to(outside)
    (spare / "stranger").mkdir()
    (spare / "stranger" / "page.html").write_text("boo", "utf-8")
    built(site, spare, outputs)
    assert files_in(site) == {output.address: output.content for output in outputs}
    assert not (site / "a" / "index.html").is_symlink()
    assert not (site / "b").is_symlink()
    assert list(outside.iterdir()) == []
    assert not (site / "stranger").exists()


@pytest.mark.parametrize(
    "page_text",
    [
        '<a href="../b/">b</a> <img alt="x" src="../c.png">',
        "<a class=x href='../b/'>b</a>",
        '<link\nhref="../b/" rel="x"><script\n  src="../c.js"></script>',
        '<p>Write <code>&lt;a href="nowhere/"&gt;</code></p><a href="../b/">b</a>',
        '<script type=x>"a title with href=\'x\' in it"</script><a href="../b/">b</a>',
    ],
)
def test_the_quick_look_finds_what_the_careful_one_finds(page_text: str) -> None:
    careful = {double or single for double, single in links.LINK.findall(page_text.encode())}
    assert set(links.raw_links(page_text.encode())) == careful


@pytest.mark.parametrize("folder", ["", "papers/a", "papers/a/page/2"])
@pytest.mark.parametrize(
    "way",
    [
        "",
        "x/",
        "x.css",
        "x/y.z/",
        "x/?q=a&amp;b",
        "?q",
        "x/#y",
        "%C3%A9/",
        "./x/",
        "../x/",
        "a&amp;b/",
        "x//y",
    ],
)
def test_links_that_climb_to_the_root_are_followed_as_any_other(folder: str, way: str) -> None:
    link = f"{links.way_to_root(folder)}{way}"
    found = links.PageLinks()
    found.read(folder, f"{folder}/index.html", f'<a href="{link}">x</a>'.encode())
    plain = unescape(link)
    assert found.targets == ({target_of(folder, plain): (f"{folder}/index.html", plain)} if plain else {})


def framed_page(address: str, frame: str, own: str) -> OutputFile:
    """A page of ``own`` in a frame of the same name everywhere."""
    return OutputFile(address, f"{frame}{own}".encode(), framed=Framed("frame", (own.encode(),)))


@pytest.mark.parametrize(
    ("frame", "dead"),
    [
        # What climbs to the root is followed on the first page alone: a frame of the same name says the same.
        ('<a href="../../there/">x</a>', []),
        ('<a href="../../nowhere/">x</a>', [("p/a/index.html", "../../nowhere/")]),
        # From here every page leads elsewhere.
        ('<a href="../b/">x</a>', [("q/a/index.html", "../b/")]),
    ],
)
def test_a_frame_is_read_once_for_all_pages_of_a_depth(frame: str, dead: list[tuple[str, str]]) -> None:
    pages = [
        page("there/index.html"),
        framed_page("p/a/index.html", frame, '<a href="../b/">b</a>'),
        framed_page("p/b/index.html", frame, '<a href="../a/?q=x">a</a>'),
        framed_page("q/a/index.html", frame, ""),
    ]
    found = noted(pages, put_nowhere, ())
    lost = [link for target, link in found.targets.items() if target not in found.addresses]
    assert lost == dead


def test_a_dead_link_of_a_page_itself_is_found_in_any_frame() -> None:
    frame = '<a href="../../there/">x</a>'
    pages = [
        page("there/index.html"),
        framed_page("p/a/index.html", frame, '<a href="../../there/?q=1">b</a>'),
        framed_page("p/b/index.html", frame, '<a href="../../nowhere/?q=2">b</a>'),
    ]
    with pytest.raises(DeadLinks, match=r"p/b/index\.html links to \.\./\.\./nowhere/\?q=2"):
        check_targets(noted(pages, put_nowhere, ()))


def test_the_frame_of_a_page_is_not_searched_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[bytes] = []

    def raw_links(content: bytes) -> list[bytes]:
        searched.append(content)
        return []

    monkeypatch.setattr(links, "raw_links", raw_links)
    noted([framed_page(f"p/{name}/index.html", "frame", name) for name in "abc"], put_nowhere, ())
    assert searched == [b"a", b"framea", b"b", b"c"]


class Twins:
    """A site and the one before it, which take turns, and what a build knows of them."""

    def __init__(self, place: Path) -> None:
        self.site, self.spare, self.times = place / "site", place / "cache" / "replaced", place / "times"
        self.known: KnownSite | None = None

    def built(self, outputs: list[OutputFile], *, looked_ahead: bool = False) -> WrittenSite:
        look = look_at(os.fspath(self.spare), self.known.files) if looked_ahead and self.known else None
        with new_site(self.site, spare=self.spare, folder_times=self.times, known=self.known) as new:
            put = {output.address: new.put_output(output) for output in outputs}
            written = [address for address, one in put.items() if one.written]
            files = {address: one.mark for address, one in put.items()}
            told = new.publish(files, written, (lambda: look) if look else None)
        self.known = told.known
        assert files_in(self.site) == {output.address: output.content for output in outputs}
        return told


PAPERS = [page("index.html"), page("papers/a/index.html", "a"), page("papers/b/index.html", "b")]


def stand(twins: Twins) -> WrittenSite:
    """A build in which everything stands as it was."""
    assert twins.known is not None
    with new_site(twins.site, spare=twins.spare, folder_times=twins.times, known=twins.known) as new:
        assert new.twin_of is not None
        told = new.publish(twins.known.files, (), None, ())
    twins.known = told.known
    return told


def change(page: Path) -> None:
    page.write_bytes(page.read_bytes().upper())


def replace_with_other(page: Path) -> None:
    """As `serve` puts a page into the site ahead of the build."""
    other = page.with_name("other")
    other.write_text("boo", "utf-8")
    other.replace(page)


def lead_elsewhere(page: Path) -> None:
    elsewhere = page.parents[3] / "elsewhere"
    elsewhere.mkdir()
    page.unlink()
    page.parent.rmdir()
    page.parent.symlink_to(elsewhere)


@pytest.mark.parametrize("somebody", [Path.unlink, replace_with_other, lead_elsewhere])
def test_what_a_twin_has_otherwise_is_taken_from_the_site(
    tmp_path: Path, somebody: Callable[[Path], None]
) -> None:
    twins = Twins(tmp_path)
    for _ in range(3):
        twins.built(PAPERS)
    somebody(twins.spare / "papers/a/index.html")
    told = stand(twins)
    assert (told.written, told.removed) == (0, 0)
    assert files_in(twins.site) == {output.address: output.content for output in PAPERS}
    assert not (twins.site / "papers/a").is_symlink()
    assert files_in(twins.spare.parent / "elsewhere") == {}
    assert stand(twins).written == 0


def test_what_both_have_otherwise_is_noticed(tmp_path: Path) -> None:
    twins = Twins(tmp_path)
    for _ in range(3):
        twins.built(PAPERS)
    # They share the file.
    change(twins.spare / "papers/a/index.html")
    with pytest.raises(SiteDiffers):
        stand(twins)


def shards(folder: str, **contents: str) -> list[OutputFile]:
    return [page("index.html"), *(page(f"search/{folder}/{name}", text) for name, text in contents.items())]


def moved(before: str, outputs: list[OutputFile], *names: str) -> list[OutputFile]:
    """The same, where some tell that they were in another folder."""
    return [
        output._replace(was=f"search/{before}/{Path(output.address).name}")
        if Path(output.address).name in names
        else output
        for output in sorted(outputs, key=lambda output: Path(output.address).name not in names)
    ]


def test_a_folder_whose_files_stay_is_moved(tmp_path: Path) -> None:
    twins = Twins(tmp_path)
    for _ in range(2):
        twins.built(shards("1", a="a", b="b", c="c", d="d"))
    inodes = {path.name: path.stat().st_ino for path in (twins.site / "search/1").iterdir()}
    told = twins.built(moved("1", shards("2", a="a", b="B", c="c", e="e"), "a", "c"))
    # Only what differs counts, and nothing else is written.
    assert (told.written, told.removed) == (2, 2)
    assert [path.name for path in (twins.site / "search").iterdir()] == ["2"]
    for name in ("a", "c"):
        assert (twins.site / "search/2" / name).stat().st_ino == inodes[name]
    told = twins.built(moved("2", shards("3", a="a", b="B", c="C", e="e"), "a", "b", "e"))
    assert (told.written, told.removed) == (1, 1)
    assert [path.name for path in (twins.site / "search").iterdir()] == ["3"]
    assert (twins.site / "search/3/a").stat().st_ino == inodes["a"]
    told = twins.built(shards("3", a="a", b="B", c="C", e="e"))
    assert (told.written, told.removed) == (0, 0)


def test_a_folder_is_moved_and_back_again(tmp_path: Path) -> None:
    twins = Twins(tmp_path)
    for _ in range(2):
        twins.built(shards("1", a="a", b="b"))
    for number in range(4):
        before, now = "12"[number % 2], "21"[number % 2]
        twins.built(moved(before, shards(now, a="a", b=f"b{number}"), "a"))


def test_a_folder_that_cannot_be_moved_is_written_anew(tmp_path: Path) -> None:
    twins = Twins(tmp_path)
    for _ in range(2):
        twins.built(shards("1", a="a", b="b"))
    # Something was put at the new address first; and what was not there does not help.
    outputs = moved("1", shards("2", a="a", b="B"), "a")
    assert twins.built(outputs[::-1]).written == 2
    assert twins.built(moved("0", shards("3", a="a", b="B"), "a", "b")).written == 2


@pytest.mark.parametrize("looked_ahead", [False, True])
@pytest.mark.parametrize("name", ["a", "stray", "lost"])
@pytest.mark.parametrize("which", ["site", "spare"])
def test_a_moved_folder_that_somebody_changed_is_noticed(
    tmp_path: Path, which: str, name: str, looked_ahead: bool
) -> None:
    twins = Twins(tmp_path)
    for _ in range(2):
        twins.built(shards("1", a="a", b="b"))
    twins.built(moved("1", shards("2", a="a", b="B"), "a"))
    place = twins.site / "search/2" if which == "site" else twins.spare / "search/1"
    if name == "lost":
        (place / "a").unlink()
    else:
        (place / name).write_text("boo", "utf-8")
    if which == "site" and name != "a":
        # The site itself is only looked at when it has become the spare one.
        twins.built(moved("2", shards("3", a="a", b="B"), "a", "b"))
    before = "2" if (twins.site / "search/2").exists() else "3"
    with pytest.raises(SiteDiffers):
        twins.built(moved(before, shards("4", a="a", b="B"), "a", "b"), looked_ahead=looked_ahead)


def test_only_who_publishes_moves_a_folder(tmp_path: Path) -> None:
    """What a copy of the process moved, this one would not know."""
    twins = Twins(tmp_path)
    for _ in range(2):
        twins.built(shards("1", a="a"))
    _, output = moved("1", shards("2", a="a"), "a")[::-1]
    with new_site(twins.site, spare=twins.spare, known=twins.known) as new:
        process = os.fork()
        if process == 0:
            os._exit(new.put_output(output).written)
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 1
    with new_site(twins.site, known=twins.known) as new:
        assert not new.put_output(output).written


def test_what_the_last_build_left_is_told_as_long_as_nobody_touched_it(tmp_path: Path) -> None:
    twins = Twins(tmp_path)
    pages = [page(f"{name}.html", name) for name in ("index", "as it was", "other", "link", "pipe", "gone")]
    for _ in range(2):
        twins.built(pages)
    (twins.site / "other.html").write_text("other words", "utf-8")
    for name in ("link", "pipe", "gone"):
        (twins.site / f"{name}.html").unlink()
    (twins.site / "link.html").symlink_to("as it was.html")
    os.mkfifo(twins.site / "pipe.html")
    with new_site(twins.site, spare=twins.spare, known=twins.known) as new:
        told = {one.address: new.left(one.address) for one in pages}
        assert new.left("mkdocs.yml") is None
    assert told == {
        "index.html": b"index",
        "as it was.html": b"as it was",
        **dict.fromkeys(["other.html", "link.html", "pipe.html", "gone.html"]),
    }
    with new_site(twins.site) as new:
        assert new.left("index.html") is None
