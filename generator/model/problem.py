"""A problem in the content: what is wrong, where, and how to mend it.

Problems are values. Rooms collect them and go on; the command line prints them all at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """Errors keep a site from being built, warnings do not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line of one file."""

    path: str
    """As the editor would type it: relative to where the tool was run, forward slashes."""
    line: int = 1
    column: int = 1
    """Both count from 1, columns in characters."""
    length: int = 1
    """How many characters of the line are meant."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One message for an editor."""

    code: str
    """A key of the message catalogue: E… for an error, W… for a warning."""
    message: str
    place: Place
    hint: str | None = None
    source_line: str | None = None
    """The line the place points into, as the file has it; None where there is none to show."""

    @property
    def severity(self) -> Severity:
        """What the code's first letter says."""
        return Severity.ERROR if self.code.startswith("E") else Severity.WARNING

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Orders problems by place, then code and wording."""
        return (self.place.path, self.place.line, self.place.column, self.code, self.message)
