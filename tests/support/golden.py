"""Golden files: what a small sample becomes, kept in the repository so that a change shows as a difference.

    def test_a_paper_page(golden: Golden) -> None:
        golden.check("paper.html", render(...))

compares with `golden/paper.html` beside the test's file. `make golden` writes them anew; the
difference is then part of the review.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """The golden files of one folder."""

    folder: Path
    updating: bool

    def check(self, name: str, got: str | bytes) -> None:
        """Compare `got` with the golden file `name`, or write it when golden files are being renewed."""
        file = self.folder / name
        now = got.encode() if isinstance(got, str) else got
        if self.updating:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(now)
            return
        if not file.is_file():
            pytest.fail(f"there is no golden file {file}; `make golden` writes it", pytrace=False)
        kept = file.read_bytes()
        if kept != now:
            pytest.fail(f"{file} differs:\n{_difference(kept, now)}", pytrace=False)

    def check_all(self, got: Mapping[str, str | bytes]) -> None:
        """Compare a whole set of files: none may differ, be missing, or be left over."""
        left_over = sorted(self._names() - set(got))
        if self.updating:
            for name in left_over:
                (self.folder / name).unlink()
        elif left_over:
            pytest.fail(f"no longer made: {', '.join(left_over)}; `make golden` removes them", pytrace=False)
        for name in sorted(got):
            self.check(name, got[name])

    def _names(self) -> set[str]:
        return {file.relative_to(self.folder).as_posix() for file in self.folder.rglob("*") if file.is_file()}

    def within(self, folder: str) -> Golden:
        """The golden files of a folder inside this one."""
        return Golden(folder=self.folder / folder, updating=self.updating)


def _difference(kept: bytes, now: bytes) -> str:
    try:
        before, after = kept.decode().splitlines(), now.decode().splitlines()
    except UnicodeDecodeError:
        return f"{len(kept)} bytes kept, {len(now)} bytes now, not text"
    lines = list(difflib.unified_diff(before, after, "golden", "now", lineterm=""))
    return "\n".join(lines[:200]) or "only the line ends differ"
