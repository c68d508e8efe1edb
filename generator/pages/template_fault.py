"""What is wrong with a template, for whoever wrote it. Apart from what prints, since that takes a while to load."""

from __future__ import annotations

from pathlib import Path


class TemplateFault(Exception):
    """A template could not be read, or asks for something that pages do not have."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        """``line`` counts from 1; 0 where it is not known."""
        super().__init__(file, line, reason)
        self.file = file
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"

    def told(self, where: Path) -> str:
        """For somebody who is in the folder ``where``: the place, what is wrong, and what to do."""
        path = Path(self.file)
        shown = path.relative_to(where).as_posix() if path.is_relative_to(where) else self.file
        place = f"{shown}:{self.line}" if self.line else shown
        return (
            f"{place}: {self.reason}. Templates of your own have to fit this version of the program: "
            "compare yours with the one that comes with it, or take yours away to have that one"
        )
