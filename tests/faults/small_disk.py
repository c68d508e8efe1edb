"""Builds on a disk that runs full, at one moment after another. A program of its own, since a disk belongs to a process.

    python -m tests.faults.small_disk WAY OLD NEW

OLD and NEW are folders of an index whose sites differ. WAY is `tmpfs`: a real file system of its own size, mounted
where only this process sees it, for which the system must let it (root, or a user with a namespace of their own); or
`layer`: system calls that answer as a full disk does, for everybody else; or `careless`: behind the layer, a writer that
writes into the site's folder as it goes, with which torn sites must be found. Prints one JSON object; its `way` is
`refused` where the system would not let us mount.
"""

from __future__ import annotations

import builtins
import ctypes
import errno
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.killed_builds import be_careless, digest_of
from tests.support.command_line import COMMAND, plain_environment

CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
MS_REMOUNT, MS_REC, MS_PRIVATE = 0x20, 0x4000, 0x40000
AMPLE = 64_000_000
ROOMS_LEFT = (0, 65_536, 262_144, 1_048_576, AMPLE)
"""Bytes that are free when a build begins; with the last it ends well."""
FILES_LEFT = {"layer": (0, 5, 25, 90, 1_000_000), "careless": (90,)}
"""For the layer: how many files may still be made."""


def mounted(folder: Path) -> bool:
    """Put a disk of its own at ``folder``, seen by this process alone; whether the system let us."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWNS) != 0:
        if libc.unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0:
            return False
        try:
            Path("/proc/self/setgroups").write_text("deny", "ascii")
            Path("/proc/self/uid_map").write_text(f"0 {user} 1", "ascii")
            Path("/proc/self/gid_map").write_text(f"0 {group} 1", "ascii")
        except OSError:
            return False
    if libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) != 0:
        return False
    return bool(libc.mount(b"none", os.fsencode(folder), b"tmpfs", 0, f"size={AMPLE}".encode()) == 0)


def resized(folder: Path, size: int) -> None:
    """Make the disk at ``folder`` larger or smaller."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"none", os.fsencode(folder), None, MS_REMOUNT, f"size={size}".encode()) != 0:
        raise OSError(ctypes.get_errno(), "the disk keeps its size")


def used(folder: Path) -> int:
    """The bytes that lie on the disk."""
    state = os.statvfs(folder)
    return (state.f_blocks - state.f_bfree) * state.f_frsize


def put_layer(files: int) -> None:
    """From now on this process, and its copies, can make so many files; then the disk is full."""
    left = [files]

    def counted(real: Callable[..., Any], makes: Callable[..., bool]) -> Callable[..., Any]:
        def call(*words: Any, **named: Any) -> Any:
            if makes(*words, **named):
                left[0] -= 1
                if left[0] < 0:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*words, **named)

        return call

    def writes(_: object, mode: str = "r", *__: object, **___: object) -> bool:
        return any(letter in mode for letter in "wxa+")

    vars(builtins)["open"] = counted(builtins.open, writes)
    vars(io)["open"] = counted(io.open, writes)
    vars(os)["mkdir"] = counted(os.mkdir, lambda *_, **__: True)
    real_file = io.FileIO

    class FullFile(real_file):  # type: ignore[misc, valid-type]  # a class that is looked up when it is called
        def write(self, data: Any) -> int:
            return int(counted(super().write, lambda _: True)(data))

    vars(io)["FileIO"] = FullFile


def run(folder: Path, files: int | None = None, writer: str = "real") -> tuple[int, str]:
    """How the real command ended and what it said; with ``files``, behind the layer."""
    words = (
        [str(COMMAND)]
        if files is None
        else [sys.executable, "-m", "tests.faults.small_disk", writer, str(files)]
    )
    done = subprocess.run(
        [*words, "build", "--config-file", str(folder / "mkdocs.yml")],
        env=plain_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stderr


def main(way: str, old: Path, new: Path) -> dict[str, object]:
    """Fill the disk again and again; what was found."""
    disk = Path(tempfile.mkdtemp(prefix="small-disk-"))
    try:
        if way == "tmpfs" and not mounted(disk):
            return {"way": "refused"}
        return {"way": way, **_filled(way, disk / "index", old, new)}
    finally:
        shutil.rmtree(disk, ignore_errors=True)


def _filled(way: str, index: Path, old: Path, new: Path) -> dict[str, object]:
    shutil.copytree(new, index)
    run(index)
    after = digest_of(index / "site")
    shutil.rmtree(index)
    shutil.copytree(old, index)
    run(index)
    before = digest_of(index / "site")
    shutil.copytree(new, index, dirs_exist_ok=True)
    rounds = []
    for number, room in enumerate(ROOMS_LEFT if way == "tmpfs" else FILES_LEFT[way]):
        if number % 2 and number > 1:
            # MkDocs begins anew as well, so that its share of the work meets the full disk too.
            shutil.rmtree(index / ".cache/paperindex/engine", ignore_errors=True)
        if way == "tmpfs":
            resized(index.parent, used(index.parent) + room)
        status, said = (
            run(index) if way == "tmpfs" else run(index, room, "careless" if way == "careless" else "real")
        )
        if way == "tmpfs":
            resized(index.parent, AMPLE)
        site = digest_of(index / "site")
        found = "old" if site == before else "new" if site == after else "torn"
        rounds.append({"room": room, "status": status, "said": said, "site": found, "left": _left(index)})
    status, _ = run(index)
    return {
        "rounds": rounds,
        "healed": status == 0 and digest_of(index / "site") == after,
        "left": _left(index),
    }


def _left(index: Path) -> list[str]:
    """What failed builds left lying about."""
    return sorted(
        path.name
        for path in index.rglob("*")
        if path.name.startswith((".site-", ".new-", ".keeping-", "tmp"))
    )


def behind(writer: str, files: int, words: list[str]) -> None:
    """The real command, behind the layer."""
    from generator.commands.main import main as command

    if writer == "careless":
        be_careless()
    put_layer(files)
    sys.argv = ["paperindex", *words]
    command()


if __name__ == "__main__":
    if sys.argv[2].isdigit():
        behind(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
    else:
        print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
