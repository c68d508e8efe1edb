"""Putting the plan on disk: new entries never over a file that is there, changed ones whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


class WritingError(Exception):
    """A file could not be written; the message says which and why."""


def entry_path(content: Path, key: str) -> Path:
    """Where a new entry's file goes."""
    return content / "papers" / f"{key}.yml"


def write_new(path: Path, text: str) -> None:
    """Write a file that must not exist yet. A half-written one is taken away again. Raises WritingError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="") as file:
            try:
                file.write(text)
                file.flush()
            except OSError:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError:
        raise WritingError(f"{path}: a file of this name is there already") from None
    except OSError as fault:
        raise WritingError(f"{path}: {fault.strerror or fault}") from fault


def replace_text(path: Path, text: str) -> None:
    """Put a new text in a file's place in one step, with the old one's permissions. Raises WritingError."""
    try:
        mode = path.stat().st_mode & 0o777
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            Path(name).chmod(mode)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise WritingError(f"{path}: {fault.strerror or fault}") from fault


def exact_text(path: Path) -> str:
    """A file's text with its line ends as they are. Raises WritingError, also where it is no UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise WritingError(f"{path}: {fault}") from fault
