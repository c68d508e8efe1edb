"""Indexes from A to Z or by number, and the shelves they lead to: papers, tags, kinds, authors, organisations, venues."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from markupsafe import Markup

from generator.indexes.addresses import (
    AUTHORS,
    KINDS,
    ORGANISATIONS,
    PAPERS,
    TAGS,
    VENUES,
    author_address,
    kind_address,
    organisation_address,
    paper_address,
    tag_address,
    venue_address,
)
from generator.indexes.names import Names, family_name_first, plain_order
from generator.indexes.ordering import NOT_A_LETTER, initial, title_key
from generator.model.paper import PaperKey
from generator.model.person import Person
from generator.pages.context import PageContext
from generator.pages.frame import PageParts
from generator.pages.lists import LINES_A_PAGE, Stretch, page_suffix, pager, stretches
from generator.pages.paper_views import Named, maths, title_html
from generator.pages.printer import counted
from generator.pages.shelf_pages import NOTHING, Shelf, shelf_pages
from generator.pages.wording import KIND_MEANINGS, KIND_NAMES, STATUS_NAMES, authors_in_brief, shortened
from generator.text.folding import folded_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an index."""

    letter: str
    name: str | Markup
    address: str
    count: int = 0
    note: str | Markup = ""
    hue: int = 0


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """The lines below one letter."""

    heading: str
    anchor: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameIndex:
    """An index as its page shows it."""

    address: str
    heading: str
    title: str
    description: str
    lead: str
    noun: str
    nouns: str
    lines: Sequence[Line]
    empty: str
    look: str = "pi-names"
    section: str = ""
    before: Markup = NOTHING
    crumbs: tuple[Named, ...] = ()


def index_pages(context: PageContext, index: NameIndex) -> Iterator[PageParts]:
    """All pages of an index."""
    pages = stretches(index.lines, LINES_A_PAGE, index.address)
    for stretch in pages:
        suffix = page_suffix(stretch.number, stretch.of)
        yield PageParts(
            address=stretch.address,
            title=index.title + suffix,
            description=(f"Page {stretch.number}. " if suffix else "") + index.description,
            later=partial(index_body, context, index, pages, stretch),
            section=index.section,
        )


def index_body(
    context: PageContext, index: NameIndex, pages: Sequence[Stretch[Line]], stretch: Stretch[Line]
) -> Markup:
    """One page of an index."""
    return context.printer.print(
        "names.html",
        index=index,
        count=len(index.lines),
        groups=letter_groups(stretch.items),
        letters=letter_links(pages, stretch),
        pager=pager(index.address, stretch.number, stretch.of),
        number=stretch.number,
        of=stretch.of,
    )


def letter_groups(lines: Iterable[Line]) -> tuple[LetterGroup, ...]:
    """The lines of a page below their letters."""
    return tuple(
        LetterGroup(letter, anchor_of(letter), tuple(own))
        for letter, own in groupby(lines, key=lambda line: line.letter)
    )


def letter_links(pages: Sequence[Stretch[Line]], here: Stretch[Line]) -> tuple[Named, ...]:
    """Each letter with the place where it begins; nothing where there is only one."""
    first: dict[str, Stretch[Line]] = {}
    for page in pages:
        for line in page.items:
            first.setdefault(line.letter, page)
    if len(first) < 2:
        return ()
    return tuple(
        Named(letter, f"{'' if page is here else page.address}#{anchor_of(letter)}")
        for letter, page in first.items()
    )


def anchor_of(letter: str) -> str:
    """The id of a letter's heading."""
    return "other" if letter == NOT_A_LETTER else letter.lower() if len(letter) == 1 else "all"


def all_papers(context: PageContext) -> Iterator[PageParts]:
    """Every paper from A to Z."""
    lines = [paper_line(context, key) for key in context.indexes.by_title]
    yield from index_pages(
        context,
        NameIndex(
            address=PAPERS,
            heading="Papers from A to Z",
            title="Papers from A to Z",
            description=f"The complete list of {counted(len(lines), 'paper')}, by title.",
            lead="The complete list, by title; a, an and the at the front do not count.",
            noun="paper",
            nouns="papers",
            lines=lines,
            empty="There are no papers yet.",
            look="pi-titles",
            section="papers",
        ),
    )


def paper_line(context: PageContext, key: PaperKey) -> Line:
    """A paper in the list from A to Z."""
    paper = context.library.papers[key]
    words, _ = title_key(paper)
    notes = [STATUS_NAMES.get(paper.status, ""), authors_in_brief(paper), str(paper.date.year)]
    return Line(
        letter=initial(words),
        name=title_html(paper.title),
        address=paper_address(key),
        note=", ".join(note for note in notes if note),
        hue=context.views.hues[paper.topic],
    )


def tag_pages(context: PageContext) -> Iterator[PageParts]:
    """The index of tags and a shelf for each."""
    tags = context.library.tags
    ordered = sorted(tags.values(), key=lambda tag: (folded_words(tag.name), tag.key))
    lines = [
        Line(
            letter=initial(folded_words(tag.name)),
            name=tag.name,
            address=tag_address(tag.key),
            count=len(context.indexes.by_tag[tag.key]),
            note=maths(tag.description) if tag.description else "",
        )
        for tag in ordered
    ]
    yield from index_pages(
        context,
        NameIndex(
            address=TAGS,
            heading="Tags",
            title="Tags",
            description=f"All {counted(len(lines), 'tag')} of the index with what they mean and how many papers have them.",
            lead="Finer than topics: techniques, properties and uses, each with its meaning.",
            noun="tag",
            nouns="tags",
            lines=lines,
            empty="There are no tags yet.",
            look="pi-meanings",
            section="tags",
        ),
    )
    for key, papers in context.indexes.by_tag.items():
        tag = tags[key]
        about = shortened(tag.description or "", 200)
        yield from shelf_pages(
            context,
            Shelf(
                address=tag_address(key),
                heading=tag.name,
                title=f"Papers tagged {tag.name}",
                description=f"{counted(len(papers), 'paper')} tagged {tag.name}. {about}".strip(),
                papers=papers,
                sort="Tag",
                lead=(maths(tag.description),) if tag.description else (),
                empty="No paper has this tag yet.",
                exported=("tags", key),
                crumbs=(Named("Tags", TAGS),),
                section="tags",
            ),
        )


def kind_pages(context: PageContext) -> Iterator[PageParts]:
    """The index of kinds and a shelf for each."""
    lines = [
        Line(
            letter="Kinds",
            name=KIND_NAMES[kind][1],
            address=kind_address(kind),
            count=len(papers),
            note=KIND_MEANINGS[kind],
        )
        for kind, papers in context.indexes.by_kind.items()
    ]
    yield from index_pages(
        context,
        NameIndex(
            address=KINDS,
            heading="Kinds of papers",
            title="Kinds of papers",
            description="What sort of contribution the papers make: methods, theory, analyses, surveys, data and more.",
            lead="What sort of contribution a paper makes.",
            noun="kind",
            nouns="kinds",
            lines=lines,
            empty="",
            look="pi-meanings",
        ),
    )
    for kind, papers in context.indexes.by_kind.items():
        name = KIND_NAMES[kind][1]
        yield from shelf_pages(
            context,
            Shelf(
                address=kind_address(kind),
                heading=name,
                title=f"Papers by kind: {name.lower()}",
                description=f"{name}: {counted(len(papers), 'paper')}. {KIND_MEANINGS[kind]}",
                papers=papers,
                sort="Kind",
                lead=(maths(KIND_MEANINGS[kind]),),
                empty="No paper of this kind is in the index yet.",
                crumbs=(Named("Kinds", KINDS),),
            ),
        )


def author_pages(context: PageContext) -> Iterator[PageParts]:
    """The index of authors and a shelf for each."""
    authors = context.indexes.authors
    yield from index_pages(
        context,
        NameIndex(
            address=AUTHORS,
            heading="Authors",
            title="Authors",
            description=f"All {counted(len(authors.shown), 'author')} of the papers, by family name.",
            lead="Everybody whose name a paper gives, by the last word of the name.",
            noun="author",
            nouns="authors",
            lines=name_lines(authors, family_name_first, author_address),
            empty="No authors are recorded yet.",
            section="authors",
        ),
    )
    for key, name in authors.shown.items():
        papers = authors.papers[key]
        person = context.library.people.get(key)
        yield from shelf_pages(
            context,
            Shelf(
                address=author_address(key),
                heading=name,
                title=f"Papers by {name}",
                description=f"{counted(len(papers), 'paper')} by {name} in the {context.identity.name}.",
                papers=papers,
                sort="Author",
                lead=about_person(person) if person else (),
                exported=("authors", key),
                crumbs=(Named("Authors", AUTHORS),),
                section="authors",
            ),
        )


def about_person(person: Person) -> tuple[Markup, ...]:
    """What an editor recorded about somebody."""
    lines = []
    if person.spellings:
        lines.append(Markup("Also printed as {}.").format(", ".join(person.spellings)))
    ways = []
    if person.homepage:
        ways.append(Markup('<a href="{}">Home page</a>').format(person.homepage))
    if person.orcid:
        ways.append(Markup('<a href="https://orcid.org/{0}">ORCID {0}</a>').format(person.orcid))
    if ways:
        lines.append(Markup(", ").join(ways))
    return tuple(lines)


def organisation_pages(context: PageContext) -> Iterator[PageParts]:
    """The index of organisations and a shelf for each."""
    names = context.indexes.organisations
    yield from index_pages(
        context,
        NameIndex(
            address=ORGANISATIONS,
            heading="Organisations",
            title="Organisations",
            description=f"All {counted(len(names.shown), 'organisation')} that papers of the index name as their own.",
            lead="Where papers come from, as far as their listing or abstract names it.",
            noun="organisation",
            nouns="organisations",
            lines=name_lines(names, plain_order, organisation_address),
            empty="No organisations are recorded yet.",
        ),
    )
    for key, name in names.shown.items():
        papers = names.papers[key]
        yield from shelf_pages(
            context,
            Shelf(
                address=organisation_address(key),
                heading=name,
                title=f"Papers from {name}",
                description=f"{counted(len(papers), 'paper')} from {name} in the {context.identity.name}.",
                papers=papers,
                sort="Organisation",
                crumbs=(Named("Organisations", ORGANISATIONS),),
            ),
        )


def venue_pages(context: PageContext) -> Iterator[PageParts]:
    """The index of venues and a shelf for each."""
    names = context.indexes.venues
    yield from index_pages(
        context,
        NameIndex(
            address=VENUES,
            heading="Venues",
            title="Venues",
            description=f"All {counted(len(names.shown), 'venue')}: conferences, journals and workshops where papers appeared.",
            lead="Conferences, journals and workshops where papers of the index appeared.",
            noun="venue",
            nouns="venues",
            lines=name_lines(names, plain_order, venue_address),
            empty="No venues are recorded yet.",
        ),
    )
    for key, name in names.shown.items():
        papers = names.papers[key]
        yield from shelf_pages(
            context,
            Shelf(
                address=venue_address(key),
                heading=name,
                title=f"Papers published at {name}",
                description=f"{counted(len(papers), 'paper')} of the {context.identity.name} published at {name}.",
                papers=papers,
                sort="Venue",
                crumbs=(Named("Venues", VENUES),),
            ),
        )


def name_lines(
    names: Names, sort_key: Callable[[str], tuple[str, ...]], address: Callable[[str], str]
) -> list[Line]:
    """The lines of an index of names."""
    return [
        Line(letter=initial(sort_key(name)), name=name, address=address(key), count=len(names.papers[key]))
        for key, name in names.shown.items()
    ]
