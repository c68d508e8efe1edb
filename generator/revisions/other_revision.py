"""The content as it was at another revision, and what has changed since."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path, PurePosixPath

from generator.revisions.git import GitFault, ask_git, commit_of


def content_at(content: Path, revision: str, folder: Path) -> str:
    """Write the content folder as it was at ``revision`` into ``folder``; answers with the commit's full name.

    Only plain files are written, and only below ``folder``. Where the revision had no such folder, nothing is.
    Raises GitFault.
    """
    commit = commit_of(content, revision)
    prefix = ask_git(content, "rev-parse", "--show-prefix").decode("utf-8").strip()
    if prefix and not ask_git(content, "ls-tree", "--full-tree", commit, "--", prefix.rstrip("/")):
        return commit
    packed = ask_git(content, "archive", "--format=tar", commit)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            if not member.isreg() or path.is_absolute() or ".." in path.parts:
                continue
            data = archive.extractfile(member)
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data.read() if data else b"")
    return commit


def changed_since(folder: Path, revision: str) -> list[Path]:
    """The files below ``folder`` that differ from where this branch left ``revision``, new ones too.

    Raises GitFault where there is no such revision.
    """
    commit = commit_of(folder, revision)
    common = ("diff", "--name-only", "-z", "--relative", "--diff-filter=d", "--no-ext-diff")
    try:
        printed = ask_git(folder, *common, "--merge-base", commit, "--", ".")
    except GitFault:
        # Two histories without a common commit, as in a clone that was cut off.
        printed = ask_git(folder, *common, commit, "--", ".")
    untracked = ask_git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    names = {name for name in (printed + untracked).split(b"\0") if name}
    return [folder / name.decode("utf-8", "surrogateescape") for name in sorted(names)]
