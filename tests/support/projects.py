"""Small indexes for tests, written file by file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

# The least that every index has; a test overrides what it is about.
SMALL_INDEX: dict[str, str] = {
    "mkdocs.yml": """
        site_name: Small Index
        site_url: https://small.example.org/
        theme:
          name: material
        plugins:
          - paperindex
        """,
    "docs/index.md": """
        # Small Index

        A few papers for a test.
        """,
    "content/topics/attention.yml": """
        name: Attention
        description: How models choose what to look at.
        order: 1
        group: Models
        """,
    "content/tags.yml": """
        kernels:
          name: Kernels
          description: Code close to the hardware.
        sparsity:
          name: Sparsity
          description: Leaving out what does not matter.
        """,
    "content/papers/first-paper.yml": """
        title: A First Paper on Attention
        authors: [Ada Lovelace, Alan Turing]
        date: 2025-03-01
        topic: attention
        tags: [kernels, sparsity]
        kind: method
        """,
}


def make_project(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write a small index into `folder` and answer the folder.

    `files` maps paths to texts and adds to SMALL_INDEX or replaces its files; None leaves one out.
    Texts may be indented with the test around them; bytes are written as they are.
    """
    for path, text in {**SMALL_INDEX, **(files or {})}.items():
        if text is None:
            continue
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else _unindented(text).encode())
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    """What lies in a folder and below, by its address."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def _unindented(text: str) -> str:
    # A text that begins on its own line in the test is not meant to begin with an empty one.
    return dedent(text.removeprefix("\n")) if text.startswith("\n") else text
