"""Adding to an entry that an editor wrote, without touching a byte of what is there.

Only what is missing is added: listings, and fields the entry does not have. The new lines go where the
entry format's key order has them. After every insertion the file is read again and must hold exactly what
it held before plus the addition; if it does not (a style of YAML this module does not know), nothing is
changed and the addition is handed back, to be made by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from generator.importing.entry_text import lines_of, link_text, listing_text
from generator.importing.found_paper import FoundPaper
from generator.loading.entry_reader import FIELDS
from generator.loading.positioned_yaml import Mapping, Node, Scalar, Sequence, parse_document
from generator.model.paper import LINK_SORTS, Listing, Paper
from generator.model.partial_date import PartialDate

KEY_ORDER = tuple(FIELDS)

Tree = str | list["Tree"] | dict[str, "Tree"]


@dataclass(frozen=True, slots=True)
class PatchedEntry:
    """An entry's text with what could be added, and what could not."""

    text: str
    added: tuple[str, ...]
    """Each addition in one line, for the account."""
    by_hand: tuple[str, ...] = ()


def missing_parts(entry: Paper, found: FoundPaper, *, with_abstract: bool) -> FoundPaper:
    """What the entry lacks of what was found; empty wherever the editor has said something."""
    known = {(listing.source, listing.date) for listing in entry.listed}
    given = {sort for sort, _ in entry.links.given()}
    has_authors = bool(entry.authors or entry.author_count)
    return replace(
        found,
        authors=() if has_authors else found.authors,
        author_count=None if has_authors else found.author_count,
        organizations=() if entry.organizations else found.organizations,
        date=None,
        venue=None if entry.venue else found.venue,
        abstract=found.abstract if with_abstract and not entry.abstract else "",
        links=tuple(link for link in found.links if link.sort not in given),
        listed=tuple(item for item in found.listed if not _is_known(item, known, entry)),
        further_links=(),
        remarks=(),
    )


def _is_known(item: Listing, known: set[tuple[str, PartialDate | None]], entry: Paper) -> bool:
    """An undated listing says nothing new about a paper that its source is known to have listed."""
    if item.date is None:
        return any(listing.source == item.source for listing in entry.listed)
    return (item.source, item.date) in known


def patched_entry(text: str, missing: FoundPaper) -> PatchedEntry:
    """The entry's text with the missing parts put in, one after the other, each one proved."""
    added: list[str] = []
    by_hand: list[str] = []
    for addition in _additions(missing):
        changed = addition.proved(text)
        if changed is None:
            by_hand.append(addition.told)
        else:
            text = changed
            added.append(addition.told)
    return PatchedEntry(text, tuple(added), tuple(by_hand))


@dataclass(frozen=True, slots=True)
class _Addition:
    """One thing to add: how it is told, how the text changes, and how the tree must change."""

    told: str
    change: Callable[[str, Mapping], str | None]
    expected: Callable[[dict[str, Tree]], None]

    def proved(self, text: str) -> str | None:
        """The changed text if it reads as it must, else None."""
        before = _root(text)
        if before is None:
            return None
        changed = self.change(text, before)
        after = _root(changed) if changed is not None else None
        if changed is None or after is None:
            return None
        wanted, got = _tree(before), _tree(after)
        if not isinstance(wanted, dict):
            return None
        self.expected(wanted)
        return changed if wanted == got else None


def _root(text: str) -> Mapping | None:
    document = parse_document(text)
    return document.root if isinstance(document.root, Mapping) and not document.faults else None


def _tree(node: Node) -> Tree:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [_tree(item) for item in node.items]
    return {key: _tree(value) for key, (_, value) in node.entries.items()}


def _value_of(lines: list[str]) -> Tree:
    """What some lines of YAML hold under their one key."""
    root = _root("\n".join(lines) + "\n")
    tree = _tree(root) if root is not None else {}
    return next(iter(tree.values()), "") if isinstance(tree, dict) else ""


def _additions(missing: FoundPaper) -> Iterator[_Addition]:
    for key in ("authors", "author_count", "organizations", "venue"):
        if lines := lines_of(missing, key):
            yield _new_key(key, lines)
    for link in missing.links:
        yield _new_link(link.sort, link.address)
    for listing in missing.listed:
        yield _new_listing(listing)


def _new_key(key: str, lines: list[str]) -> _Addition:
    def change(text: str, root: Mapping) -> str | None:
        return _with_lines(text, _place_for_key(text, root, key), lines)

    def expected(tree: dict[str, Tree]) -> None:
        tree[key] = _value_of(lines)

    return _Addition(
        " ".join(lines),
        change,
        expected,
    )


def _new_link(sort: str, address: str) -> _Addition:
    item = f"{sort}: {link_text(sort, address)}"

    def change(text: str, root: Mapping) -> str | None:
        links = root.entries["links"][1] if "links" in root.entries else None
        if links is None:
            return _with_lines(text, _place_for_key(text, root, "links"), ["links:", f"  {item}"])
        if not isinstance(links, Mapping) or not links.entries:
            return None
        if _is_flow(text, links):
            return _into_brackets(text, links, item)
        return _into_mapping(text, root, links, sort, item)

    def expected(tree: dict[str, Tree]) -> None:
        links = tree.setdefault("links", {})
        if isinstance(links, dict):
            links[sort] = address

    return _Addition(f"links: {item}", change, expected)


def _new_listing(listing: Listing) -> _Addition:
    item = listing_text(listing)

    def change(text: str, root: Mapping) -> str | None:
        listed = root.entries["listed"][1] if "listed" in root.entries else None
        if listed is None:
            return _with_lines(text, _place_for_key(text, root, "listed"), ["listed:", f"  - {item}"])
        if not isinstance(listed, Sequence):
            return None
        if _is_flow(text, listed):
            return _into_brackets(text, listed, item)
        last = listed.items[-1]
        line = text.split("\n")[last.line]
        indent = line[: last.column]
        if indent.strip() != "-":
            return None
        return _with_lines(text, _end_of_value(text, root, "listed"), [f"{indent}{item}"])

    def expected(tree: dict[str, Tree]) -> None:
        listed = tree.setdefault("listed", [])
        if isinstance(listed, list):
            listed.append(_value_of([f"listed: {item}"]))

    return _Addition(f"listed: {item}", change, expected)


def _place_for_key(text: str, root: Mapping, key: str) -> int:
    """The line before which a new key goes: behind the last key that the entry format has before it."""
    before = KEY_ORDER[: KEY_ORDER.index(key)]
    given = [name for name in root.entries if name in before]
    if not given:
        return min(name.line for name, _ in root.entries.values())
    last = max(given, key=before.index)
    return _end_of_value(text, root, last)


def _end_of_value(text: str, root: Mapping, key: str) -> int:
    """The line behind a key's value, before the blank lines and comments that belong to what follows."""
    lines = text.split("\n")
    start = root.entries[key][0].line
    later = [name.line for name, _ in root.entries.values() if name.line > start]
    end = min(later, default=len(lines))
    while end - 1 > start and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _into_mapping(text: str, root: Mapping, links: Mapping, sort: str, item: str) -> str | None:
    """A link on a line of its own, at its place in the order of sorts."""
    names = {name: scalar for name, (scalar, _) in links.entries.items()}
    indents = {scalar.column for scalar in names.values()}
    if len(indents) != 1:
        return None
    later = [
        scalar.line
        for name, scalar in names.items()
        if name in LINK_SORTS and LINK_SORTS.index(name) > LINK_SORTS.index(sort)
    ]
    place = min(later) if later else _end_of_value(text, root, "links")
    return _with_lines(text, place, [" " * indents.pop() + item])


def _is_flow(text: str, node: Sequence | Mapping) -> bool:
    return text.split("\n")[node.line][node.column : node.column + 1] in ("[", "{")


def _into_brackets(text: str, node: Sequence | Mapping, item: str) -> str | None:
    """An item before the bracket that closes a list on one line."""
    start = sum(len(line) + 1 for line in text.split("\n")[: node.line]) + node.column
    end = _closing_bracket(text, start)
    if end is None:
        return None
    inside = text[start + 1 : end]
    head = inside.rstrip()
    between = "" if not head else " " if head.endswith(",") else ", "
    return text[: start + 1] + head + between + item + inside[len(head) :] + text[end:]


def _closing_bracket(text: str, start: int) -> int | None:
    """The bracket that closes the one at `start`; brackets in quotes do not count."""
    depth = 0
    quote = ""
    for place in range(start, len(text)):
        character = text[place]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
            if depth == 0:
                return place
    return None


def _with_lines(text: str, place: int, new: list[str]) -> str:
    """The text with lines put in before line `place`, in the file's own kind of line end."""
    ending = "\r" if "\r\n" in text else ""
    lines = text.split("\n")
    if place >= len(lines) and lines[-1]:
        lines[-1] += ending
        return "\n".join([*lines, *(line + ending for line in new[:-1]), new[-1]])
    place = min(place, len(lines))
    if place == len(lines):
        place -= 1
    return "\n".join([*lines[:place], *(line + ending for line in new), *lines[place:]])
