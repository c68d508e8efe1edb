"""Whatever the cache has become, the site is the same: the cache is a convenience and is never trusted."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.loading import kept_readings
from generator.model.engine_site import EngineSite
from generator.pipeline import build_project
from generator.project import Project, open_project
from generator.shell import engine_host
from generator.shell.engine_host import engine_site
from generator.working.kept_files import PREFIX, keep_file, kept_file
from generator.working.work import Work
from tests.faults.killed_builds import digest_of
from tests.support.command_line import run_cli
from tests.support.projects import make_project

VICTIM = "What somebody else wrote, elsewhere.\n"


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def scrambled(file: Path) -> None:
    content = bytearray(file.read_bytes())
    chance = random.Random(file.name)
    for _ in range(1 + len(content) // 100):
        if content:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    _put(file, bytes(content))


def noise(file: Path) -> None:
    _put(file, random.Random(file.name).randbytes(5000))


def emptied(file: Path) -> None:
    _put(file, b"")


def made_a_folder(file: Path) -> None:
    file.unlink()
    (file / "inside").mkdir(parents=True)
    (file / "inside/file").write_text("x", "utf-8")


def made_a_link(file: Path) -> None:
    """To a file of somebody's, which must neither be believed nor written to."""
    file.unlink()
    file.symlink_to(victim_of(file))


def made_a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def unreadable(file: Path) -> None:
    # Root reads everything; what nobody can read is a link to itself.
    file.unlink()
    file.symlink_to(file.name)


def removed(file: Path) -> None:
    file.unlink()


DAMAGES = (truncated, scrambled, noise, emptied, made_a_folder, made_a_link, made_a_pipe, unreadable, removed)


def victim_of(file: Path) -> Path:
    cache = next(parent for parent in file.parents if parent.name == ".cache")
    return cache.parent.parent / "victim.txt"


def _put(file: Path, content: bytes) -> None:
    """A new file in the place: the cache shares some of its files with the published site."""
    file.unlink()
    file.write_bytes(content)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """An index that was built twice, so that every part of the cache is there."""
    folder = make_project(tmp_path_factory.mktemp("damaged") / "index")
    (folder.parent / "victim.txt").write_text(VICTIM, "utf-8")
    project = open_project(folder / "mkdocs.yml")
    build(project)
    build(project)
    return project


@pytest.fixture(scope="module")
def whole(project: Project) -> str:
    return digest_of(project.site)


def build(project: Project) -> None:
    build_project(project, engine_site, Work(jobs=1))


def cache_files(project: Project) -> list[Path]:
    return sorted(path for path in project.cache.rglob("*") if path.is_file() and not path.is_symlink())


def test_every_part_of_the_cache_is_there_to_be_damaged(project: Project) -> None:
    parts = {path.relative_to(project.cache).parts[0] for path in cache_files(project)}
    assert {"readings", "engine", "templates", "replaced", "builds"} <= parts
    assert parts <= {path.name for path in project.cache.iterdir()}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_all_of_it_damaged_at_once_changes_no_byte_and_heals(
    damage: Callable[[Path], None], project: Project, whole: str
) -> None:
    for file in cache_files(project):
        if damage is truncated:
            _put(file, file.read_bytes())
        damage(file)
    for _ in range(2):
        build(project)
        assert digest_of(project.site) == whole
    assert (project.folder.parent / "victim.txt").read_text("utf-8") == VICTIM
    assert left_behind(project) == []
    # Healed: what is kept now is believed again, so nothing has to be made anew.
    each_time = {"replaced", "builds"}
    kept = {path: path.stat().st_ino for path in cache_files(project) if each_time.isdisjoint(path.parts)}
    build(project)
    assert {path: path.stat().st_ino for path in kept} == kept


def test_file_by_file_in_many_ways(project: Project, whole: str) -> None:
    """Single damages, which a digest over the whole would hide: some of each part, each in another way."""
    chance = random.Random(20261121)
    parts: dict[str, list[Path]] = {}
    for path in cache_files(project):
        parts.setdefault(path.relative_to(project.cache).parts[0], []).append(path)
    ways = _for_ever(DAMAGES)
    for files in parts.values():
        for file in chance.sample(files, min(4, len(files))):
            damage = next(ways)
            if file.is_file() and not file.is_symlink():
                _put(file, file.read_bytes())
                damage(file)
            build(project)
            assert digest_of(project.site) == whole, f"{file.relative_to(project.cache)} {damage.__name__}"


def _for_ever(ways: tuple[Callable[[Path], None], ...]) -> Iterator[Callable[[Path], None]]:
    while True:
        yield from ways


@pytest.mark.parametrize(
    ("part", "becomes"),
    [
        ("readings", "a file"),
        ("templates", "a link that leads nowhere"),
        ("replaced", "a file"),
        ("engine", "a link that leads nowhere"),
        ("", "a file"),
    ],
)
def test_a_whole_part_that_is_no_folder_any_more(
    part: str, becomes: str, project: Project, whole: str
) -> None:
    place = project.cache / part
    shutil.rmtree(place)
    if becomes == "a file":
        place.write_text("mine", "utf-8")
    else:
        place.symlink_to("nowhere")
    told = run_cli("build", cwd=project.folder)
    assert "Traceback" not in told.errors
    # A cache that cannot be is either done without, or it is said what stands in the way.
    assert told.status == 0 or (told.status == 2 and ".cache" in told.errors), told.errors
    assert digest_of(project.site) == whole
    place.unlink()
    build(project)
    assert digest_of(project.site) == whole


def test_a_cache_of_another_version_is_not_believed(
    project: Project, whole: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an older program kept says of itself what it depends on; here a reading that is whole, but of other rules."""
    (file,) = (project.cache / "readings").iterdir()
    with monkeypatch.context() as older:
        older.setattr(kept_readings, "rules", lambda: "the rules of last year")
        build(project)
        kept = file.read_bytes().replace(b"A First Paper", b"A Wrong Paper")
    assert b"A Wrong Paper" in kept
    body = kept.partition(b"\n")[2]
    file.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    build(project)
    assert digest_of(project.site) == whole


@pytest.mark.parametrize("other", ["is removing it", "was quicker"])
def test_two_builds_that_find_the_same_output_damaged(
    other: str, project: Project, whole: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kept,) = (project.cache / "engine").iterdir()
    good = project.folder / "good"
    shutil.copytree(kept, good)
    truncated(next(file for file in kept.rglob("*.css")))
    real, calls = engine_host.remembered, iter(range(10))

    def remembered(folder: Path) -> EngineSite | None:
        found = real(folder)
        if next(calls) == 1:
            # This build is about to put its own there, and has seen that what is there is damaged.
            shutil.rmtree(folder)
            if other == "was quicker":
                good.rename(folder)
        return found

    monkeypatch.setattr(engine_host, "remembered", remembered)
    engine_site(project)
    monkeypatch.undo()
    shutil.rmtree(good, ignore_errors=True)
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]
    build(project)
    assert digest_of(project.site) == whole


def left_behind(project: Project) -> list[str]:
    return [path.name for path in project.cache.rglob("*") if path.name.startswith((PREFIX, ".new-", "tmp"))]


def test_what_a_killed_build_left_half_kept_is_removed(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}abandoned").write_bytes(b"half")
    keep_file(tmp_path / "file", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert kept_file(tmp_path / "file") == (b"whole", (tmp_path / "file").stat().st_mtime_ns)


def test_a_disk_that_refuses_leaves_nothing_half_kept(tmp_path: Path) -> None:
    keep_file(tmp_path / "file", b"old")
    # A name that is too long for the system, only found out at the end.
    keep_file(tmp_path / ("x" * 300), b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
