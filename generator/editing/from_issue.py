"""What a filled form becomes: the file of a new entry, or an entry with one field corrected.

Answers are a stranger's text. They are put into quotes as values and judged by the checker like any entry; nothing
of them is ever run, and none can become a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.editing.entry_format import formatted_entry
from generator.editing.field_edit import field_lines, with_field
from generator.editing.issue_form import FIELD_CHOICES, LISTED, ONE_A_LINE, UNKNOWN_KIND
from generator.editing.repairs import bare_arxiv, bare_doi, iso_date, vocabulary_of
from generator.editing.same_paper import known_papers
from generator.model.library import Library
from generator.model.paper import Paper
from generator.model.partial_date import PartialDate, parse_partial_date
from generator.suggesting.identifiers import IdentifierProposals
from generator.suggesting.shelving import learned_shelving
from generator.text.folding import folded
from generator.text.nearest import did_you_mean
from generator.text.one_line import one_line
from generator.text.person_name import SUFFIX

BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
ARXIV_MONTH = re.compile(r"(?P<year>\d{2})(?P<month>0[1-9]|1[0-2])\.\d{4,5}")
NO_NAME_FOLLOWS = rf"(?!\s*(?:{SUFFIX.pattern})\s*(?:[,;]|and\b|$))"
BETWEEN_NAMES = re.compile(rf",\s+and\s+|,{NO_NAME_FOLLOWS}\s*|;\s*|\s+and\s+")
"""Not the comma of ``Martin Luther King, Jr.``"""
VENUE_WITH_YEAR = re.compile(r"(?P<name>.*\S)[\s,]+(?P<year>(?:19|20)\d{2})")


class CannotUse(Exception):
    """The form does not hold what an entry needs; the message says what to change in the issue."""


@dataclass(frozen=True, slots=True)
class ProposedEntry:
    """A file to be written, and what a curator should know about it."""

    key: str
    text: str
    remarks: tuple[str, ...]


def suggested_entry(
    answers: Mapping[str, str], library: Library, taken: Iterable[str], day: PartialDate
) -> ProposedEntry:
    """The entry that a suggestion describes. Raises CannotUse."""
    remarks: list[str] = []
    title = one_line(answers.get("title", ""))
    if not title:
        raise CannotUse("the title is missing")
    links = dict(_links(answers))
    known = _known(links, title, library)
    if known is not None:
        raise CannotUse(f"the paper is here already: content/{known.source}")
    shelf = f"{title}\n{answers.get('tldr', '')}\n{answers.get('summary', '')}"
    fields: dict[str, str | list[str]] = {"title": title}
    authors = _names(answers.get("authors", ""))
    if not authors:
        raise CannotUse("the authors are missing: one name a line")
    fields["authors"] = authors
    fields["date"] = _date(answers.get("date", ""), links)
    fields["topic"] = _topic(answers.get("topic", ""), shelf, library, remarks)
    tags = _tags(answers.get("tags", ""), shelf, library, remarks)
    if tags:
        fields["tags"] = tags
    kind = answers.get("kind", "")
    if kind and kind != UNKNOWN_KIND:
        fields["kind"] = kind
    for name in ("tldr", "summary"):
        if answers.get(name):
            fields[name] = answers[name]
    key = IdentifierProposals(taken, [paper.title for paper in library.papers.values()]).propose(title)
    lines = [line for name, value in fields.items() for line in field_lines(name, value)]
    lines += ["links:"] if links else []
    lines += [f"  {line}" for sort, value in links.items() for line in field_lines(sort, one_line(value))]
    text = formatted_entry("\n".join([*lines, f"added: {day}", ""]))
    if text is None:
        raise CannotUse("it holds characters that an entry cannot have; type the text again by hand")
    return ProposedEntry(key, text, tuple(remarks))


def corrected_entry(text: str, answers: Mapping[str, str]) -> str:
    """The entry ``text`` with the one field that a correction is about. Raises CannotUse, or CannotEdit."""
    choice, value = answers.get("field", ""), answers.get("value", "").strip()
    field = FIELD_CHOICES.get(choice)
    if field is None:
        raise CannotUse(
            f"'{one_line(choice)[:60]}' is none of the fields that can be corrected this way; edit the entry instead"
        )
    if not value:
        raise CannotUse("it does not say what the entry should say")
    if field == "venue":
        return _with_venue(text, value)
    if field in ONE_A_LINE.values():
        return with_field(text, field, _lines_of(value))
    if field in LISTED.values():
        return with_field(text, field, [part for part in re.split(r"[,\n]\s*", value) if part.strip()])
    return with_field(text, field, value if field == "summary" else one_line(value))


def _with_venue(text: str, value: str) -> str:
    line = one_line(value)
    match = VENUE_WITH_YEAR.fullmatch(line)
    if match is None:
        return with_field(text, "venue", {"name": line})
    return with_field(text, "venue", {"name": match["name"].rstrip(","), "year": match["year"]})


def _links(answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    link = answers.get("link", "").strip()
    arxiv, doi = bare_arxiv(link, NO_WORDS), bare_doi(link, NO_WORDS)
    if arxiv:
        yield "arxiv", arxiv
    elif doi:
        yield "doi", doi
    elif link:
        yield ("pdf" if link.lower().endswith(".pdf") else "project"), link
    if answers.get("code"):
        yield "code", answers["code"].strip()


NO_WORDS = vocabulary_of(Library())


def _known(links: Mapping[str, str], title: str, library: Library) -> Paper | None:
    """The entry of this very paper, where there is one."""
    found = known_papers(library, title=title, arxiv=links.get("arxiv"), doi=links.get("doi"))
    return next((known.paper for known in found if known.is_certain), None)


def _names(text: str) -> list[str]:
    lines = _lines_of(text)
    if len(lines) == 1:
        lines = BETWEEN_NAMES.split(lines[0])
    return list(dict.fromkeys(one_line(name) for name in lines if one_line(name)))


def _lines_of(text: str) -> list[str]:
    return [one_line(BULLET.sub("", line)) for line in text.split("\n") if line.strip()]


def _date(typed: str, links: Mapping[str, str]) -> str:
    line = one_line(typed)
    if parse_partial_date(line):
        return line
    if line:
        found = iso_date(line, NO_WORDS)
        if found is None:
            raise CannotUse(f"'{line[:60]}' is not a date: write YYYY-MM-DD, YYYY-MM or YYYY")
        return found
    month = ARXIV_MONTH.fullmatch(links.get("arxiv", ""))
    if month is None:
        raise CannotUse("the date is missing: write YYYY-MM-DD, YYYY-MM or YYYY")
    return f"20{month['year']}-{month['month']}"


def _topic(typed: str, shelf: str, library: Library, remarks: list[str]) -> str:
    line = one_line(typed)
    for key, topic in library.topics.items():
        if line and folded(line) in (folded(key), folded(topic.name)):
            return key
    near = learned_shelving(library).topics_for(shelf)
    if line and not near:
        raise CannotUse(
            f"there is no topic '{line[:60]}'; {did_you_mean(line, library.topics, 'choose another')}"
        )
    if not near:
        raise CannotUse("no topic can be told from the words: name one")
    others = ", ".join(suggestion.key for suggestion in near[1:])
    why = f"there is no topic '{line[:60]}'" if line else "nobody named one"
    remarks.append(f"The topic is proposed, for {why}" + (f"; next come {others}" if others else ""))
    return near[0].key


def _tags(typed: str, shelf: str, library: Library, remarks: list[str]) -> list[str]:
    spelled = {
        folded(spelling): tag.key
        for tag in library.tags.values()
        for spelling in (tag.key, tag.name, *tag.aliases)
    }
    named = [one_line(part) for part in re.split(r"[,;\n]", typed) if part.strip()]
    unknown = [part for part in named if folded(part) not in spelled]
    if unknown:
        remarks.append(f"No such tags here, left out: {', '.join(unknown)[:200]}")
    found = list(dict.fromkeys(spelled[folded(part)] for part in named if folded(part) in spelled))
    if len(found) < 2:
        found = list(dict.fromkeys([*found, *learned_shelving(library).tags_for(shelf)]))[:8]
        if found:
            remarks.append("Tags are proposed")
    return found if len(found) > 1 else []
