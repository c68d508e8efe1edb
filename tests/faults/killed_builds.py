"""Builds that are killed at random moments, and what readers would have met after each.

    python -m tests.faults.killed_builds SITE KILLS WRITER PROJECT PROJECT

Two indexes take turns in building one site folder, each in a process of its own that SIGKILL ends at a random
moment, until KILLS of them died in the middle of their work. After each the folder must be one of the two whole
sites. WRITER is `real`, or `careless` for one that writes into the folder as it goes: with that the program
must find torn sites, or it would not be looking. Prints one JSON object.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator import site_making
from generator.pipeline import build_project
from generator.project import Project, open_project
from generator.shell.engine_host import engine_site
from generator.working.work import Work
from generator.writing.site_writer import NewSite

SEED = 20261121
COLD_EVERY = 12
"""Each so many builds begin without the remembered output of MkDocs."""
MOST_BUILDS = 400


def digest_of(folder: Path) -> str:
    """One digest of all files of a folder, their names and contents."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(
                f"{path.relative_to(folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest()
            )
    return whole.hexdigest()


def started(project: Project) -> int:
    """The id of a new process that builds."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        build_project(project, engine_site, Work(jobs=2))
        status = 0
    finally:
        # Nothing of the parent's may run in the child: no exit handler, no buffer.
        os._exit(status)


def whole_build(project: Project) -> float:
    """A build that nobody disturbs; the seconds that it worked."""
    _, status, used = os.wait4(started(project), 0)
    if status != 0:
        raise SystemExit(f"an undisturbed build ended with {status}")
    return used.ru_utime + used.ru_stime


def worked(child: int, since: float) -> float:
    """The seconds that a process has worked: on a busy machine the clock says little about how far it is."""
    try:
        return int(Path(f"/proc/{child}/schedstat").read_text("ascii").split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return time.monotonic() - since


def kill_after(child: int, seconds: float) -> bool:
    """Let a process work so long, then kill it; whether it was still at work."""
    since = time.monotonic()
    while worked(child, since) < seconds:
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            break
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def be_careless() -> None:
    """Switch the defence off."""
    vars(site_making)["new_site"] = straight_into_the_folder


@contextmanager
def straight_into_the_folder(folder: Path, **_: object) -> Iterator[NewSite]:
    """A careless writer: what readers see is what is being written."""
    folder.mkdir(exist_ok=True)
    yield NewSite(folder, folder, None, in_place=True)


def main(site: Path, kills: int, writer: str, folders: list[Path]) -> dict[str, object]:
    """Build and kill; what was found."""
    chance = random.Random(SEED)
    projects = [open_project(folder / "mkdocs.yml", site=site) for folder in folders]
    wholes = []
    for project in projects:
        whole_build(project)
        wholes.append(digest_of(site))
    if len(set(wholes)) < len(wholes):
        raise SystemExit("the sites must differ, or nobody could tell them apart")
    warm = whole_build(projects[0])
    if writer == "careless":
        be_careless()
    killed = builds = left = 0
    torn: list[str] = []
    while killed < kills and builds < MOST_BUILDS and not (torn and writer == "careless"):
        project = projects[builds % len(projects)]
        is_cold = builds % COLD_EVERY == 0 and writer == "real"
        builds += 1
        if is_cold:
            shutil.rmtree(project.cache, ignore_errors=True)
        # The site is written near the end, so half of the moments lie there; a cold build takes three times as long.
        late = writer == "careless" or builds % 2
        moment = chance.uniform(0.75 if late else 0.0, 1.0) * warm * (3 if is_cold else 1)
        killed += kill_after(started(project), moment)
        left += bool(leftovers(site, projects))
        if not site.is_dir() or digest_of(site) not in wholes:
            torn.append(f"build {builds}")
    healed = True
    if writer == "real":
        for project in projects:
            whole_build(project)
        healed = digest_of(site) == wholes[-1]
    return {
        "killed": killed,
        "torn": torn,
        "left_something": left,
        "left_after_a_whole_build": leftovers(site, projects),
        "healed": healed,
    }


def leftovers(site: Path, projects: list[Project]) -> list[str]:
    """Folders of work that lie beside the site and in the caches."""
    places = [site.parent, *(project.cache / "engine" for project in projects)]
    return sorted(
        path.name
        for place in places
        if place.is_dir()
        for path in place.iterdir()
        if path.name.startswith((f".{site.name}-", ".new-"))
    )


if __name__ == "__main__":
    place, number, sort, *indexes = sys.argv[1:]
    print(json.dumps(main(Path(place), int(number), sort, [Path(index) for index in indexes])))
