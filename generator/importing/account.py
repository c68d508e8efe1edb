"""What became of every record: the closing words of an import."""

from __future__ import annotations

from dataclasses import dataclass

from generator.text.counting import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Counts of records; each record is in exactly one of new, merged, added_to, known and lost."""

    files: int = 0
    new: int = 0
    """The first record of a paper that gets an entry."""
    merged: int = 0
    """A further record of a paper met in this run."""
    added_to: int = 0
    """The first record of a paper whose entry gained something."""
    known: int = 0
    """The first record of a paper whose entry has it all."""
    lost: int = 0
    """Could not be read."""

    undated: int = 0
    """New entries without a date, which an editor must look up."""
    unsigned: int = 0
    """New entries with neither names nor number of authors."""
    unshelved: int = 0
    """New entries for which no topic could be proposed."""

    @property
    def records(self) -> int:
        """All records seen."""
        return self.new + self.merged + self.added_to + self.known + self.lost


def account_lines(account: Account, *, dry_run: bool) -> list[str]:
    """The account for a terminal."""
    entries = "entries to write" if dry_run else "new entries"
    lines = [
        f"{counted(account.records, 'record')} in {counted(account.files, 'file')}:",
        f"  {account.new:6} {entries}",
        f"  {account.merged:6} further records of papers in this run, merged",
        f"  {account.added_to:6} of papers already there, whose entries {'would gain' if dry_run else 'gained'} something",
        f"  {account.known:6} of papers already there, nothing to add",
        f"  {account.lost:6} could not be read",
    ]
    wanting = [
        (account.undated, "without a date"),
        (account.unsigned, "without authors"),
        (account.unshelved, "without a topic"),
    ]
    told = ", ".join(f"{number} {what}" for number, what in wanting if number)
    if told:
        lines.append(f"Of the {counted(account.new, 'new entry')}: {told}; `paperindex check` names each.")
    return lines
