"""Indexes from A to Z or by number, and the shelves they lead to: papers, tags, kinds, authors, organisations, venues."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup

from generator.indexes.addresses import (
    AUTHORS,
    KINDS,
    ORGANISATIONS,
    PAPERS,
    SEARCH,
    TAGS,
    VENUES,
    kind_address,
    page_address,
    tag_address,
)
from generator.indexes.indexes import Indexes
from generator.indexes.name_places import NamePlaces
from generator.indexes.names import family_name_first, plain_order
from generator.indexes.ordering import NOT_A_LETTER, initial
from generator.model.paper import PaperKey
from generator.model.person import Person
from generator.pages.choice import ALL, Choice
from generator.pages.context import PageContext
from generator.pages.frame import PageParts
from generator.pages.lists import LINES_A_PAGE, Line, Stretch, page_suffix, pager, stretches
from generator.pages.paper_views import Named, maths
from generator.pages.printer import ROOT_MARK
from generator.pages.shelf_pages import NOTHING, Shelf, shelf_pages
from generator.pages.wording import KIND_MEANINGS, KIND_NAMES, shortened
from generator.text.counting import counted
from generator.text.folding import folded_words


class LetterGroup(NamedTuple):
    """The lines below one letter."""

    heading: str
    anchor: str
    lines: tuple[Line, ...]


class NameIndex(NamedTuple):
    """What an index says above its lines."""

    address: str
    heading: str
    title: str
    description: str
    lead: str | Markup
    noun: str
    nouns: str
    length: int
    """Its lines, on all pages."""
    empty: str
    look: str = "pi-names"
    section: str = ""
    before: Markup = NOTHING
    crumbs: tuple[Named, ...] = ()


def index_pages(context: PageContext, index: NameIndex, lines: Sequence[Line]) -> Iterator[PageParts]:
    """All pages of an index."""
    pages = stretches(lines, LINES_A_PAGE, index.address)
    letters = letters_begin(pages)
    for stretch in pages:
        yield index_page(context, index, letters, stretch, index_body)


def index_page(
    context: PageContext,
    index: NameIndex,
    letters: Sequence[Named],
    stretch: Stretch[Any],
    body: Callable[[PageContext, NameIndex, Sequence[Named], Stretch[Any]], Markup],
) -> PageParts:
    """One page of an index; ``letters`` are those of all its lines, and ``body`` prints what stands on it."""
    if stretch.number > 1:
        # One more or less would be told on hundreds of pages.
        index = index._replace(
            description=f"Page {stretch.number} of {stretch.of}: {index.nouns} of the {context.identity.name} from A to Z.",
            lead="",
            length=0,
            before=NOTHING,
        )
    return PageParts(
        address=stretch.address,
        title=index.title + page_suffix(stretch.number, stretch.of),
        description=index.description,
        later=partial(body, context, index, letters, stretch),
        section=index.section,
    )


def index_body(
    context: PageContext, index: NameIndex, letters: Sequence[Named], stretch: Stretch[Line]
) -> Markup:
    """What stands on a page of an index."""
    return context.printer.print(
        "names.html",
        index=index,
        count=index.length,
        groups=letter_groups(stretch.items),
        letters=letter_links(letters, stretch),
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


def letters_begin(pages: Sequence[Stretch[Line]]) -> tuple[Named, ...]:
    """Each letter with the page on which it begins; looked for once for all pages of an index."""
    first: dict[str, str] = {}
    for page in pages:
        for line in page.items:
            first.setdefault(line.letter, page.address)
    return tuple(Named(letter, address) for letter, address in first.items())


def letter_links(letters: Sequence[Named], here: Stretch[Line]) -> tuple[Named, ...]:
    """Each letter with the place where it begins; nothing where there is only one."""
    if len(letters) < 2:
        return ()
    return tuple(
        Named(one.name, f"{'' if one.address == here.address else one.address}#{anchor_of(one.name)}")
        for one in letters
    )


def anchor_of(letter: str) -> str:
    """The id of a letter's heading."""
    return "other" if letter == NOT_A_LETTER else letter.lower() if len(letter) == 1 else "all"


def all_papers(context: PageContext, choice: Choice = ALL) -> Iterator[PageParts]:
    """Every paper from A to Z, or the chosen pages of them."""
    by_title = context.indexes.by_title
    index = NameIndex(
        address=PAPERS,
        heading="Papers from A to Z",
        title="Papers from A to Z",
        description=f"The complete list of {counted(len(by_title), 'paper')}, by title.",
        lead="The complete list, by title; a, an and the at the front do not count.",
        noun="paper",
        nouns="papers",
        length=len(by_title),
        empty="There are no papers yet.",
        look="pi-titles",
        section="papers",
    )
    letters = letters_of_titles(context.indexes)
    for stretch in stretches(by_title, LINES_A_PAGE, PAPERS):
        if choice.has_page(stretch.address):
            yield index_page(context, index, letters, stretch, titles_body)


def letters_of_titles(indexes: Indexes) -> tuple[Named, ...]:
    """Each letter with the page of the list from A to Z on which it begins."""
    return tuple(
        Named(letter, page_address(PAPERS, place // LINES_A_PAGE + 1))
        for letter, place in indexes.letters.items()
    )


def titles_body(
    context: PageContext, index: NameIndex, letters: Sequence[Named], stretch: Stretch[PaperKey]
) -> Markup:
    """What stands on a page of the list of all papers."""
    lines = tuple([context.views.title_line(key) for key in stretch.items])
    return index_body(context, index, letters, Stretch(stretch.number, stretch.of, lines, stretch.address))


def tag_pages(context: PageContext, choice: Choice = ALL) -> Iterator[PageParts]:
    """The index of tags and a shelf for each, or the chosen ones of them."""
    tags = context.library.tags
    if choice.has_list(TAGS):
        yield from tag_index(context)
    for key, papers in context.indexes.by_tag.items():
        if not choice.has(tag_address(key)):
            continue
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
                query=f"tag:{key}",
                order="newest",
                crumbs=(Named("Tags", TAGS),),
                section="tags",
            ),
        )


def tag_index(context: PageContext) -> Iterator[PageParts]:
    """The pages that list all tags."""
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
            length=len(lines),
            empty="There are no tags yet.",
            look="pi-meanings",
            section="tags",
        ),
        lines,
    )


def kind_pages(context: PageContext, choice: Choice = ALL) -> Iterator[PageParts]:
    """The index of kinds and a shelf for each, or the chosen ones of them."""
    if choice.has_list(KINDS):
        yield from kind_index(context)
    for kind, papers in context.indexes.by_kind.items():
        if not choice.has(kind_address(kind)):
            continue
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
                query=f"kind:{kind}",
                order="newest",
                crumbs=(Named("Kinds", KINDS),),
            ),
        )


def kind_index(context: PageContext) -> Iterator[PageParts]:
    """The page that lists all kinds."""
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
            length=len(lines),
            empty="",
            look="pi-meanings",
        ),
        lines,
    )


def author_pages(context: PageContext, choice: Choice = ALL) -> Iterator[PageParts]:
    """The index of authors and a shelf for each."""
    places = context.places.authors
    authors = places.names
    if choice.has_list(AUTHORS):
        yield from names_from_a_to_z(
            context,
            places,
            family_name_first,
            address=AUTHORS,
            noun="author",
            of_all=f"All {counted(len(authors.shown), 'author')} of the papers, by family name.",
            lead="Everybody whose name a paper gives, by the last word of the name.",
            section="authors",
        )
    for key, address in places.pages.items():
        if not choice.has(address):
            continue
        name, papers = authors.shown[key], authors.papers[key]
        person = context.library.people.get(key)
        yield from shelf_pages(
            context,
            Shelf(
                address=address,
                heading=name,
                title=f"Papers by {name}",
                description=f"{counted(len(papers), 'paper')} by {name} in the {context.identity.name}.",
                papers=papers,
                sort="Author",
                lead=about_person(person) if person else (),
                exported=("authors", key),
                query=f'author:"{name}"',
                in_lines="authors" in context.extent.in_lines,
                whole_frame=context.extent.whole_frame,
                order="newest",
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


def organisation_pages(context: PageContext, choice: Choice = ALL) -> Iterator[PageParts]:
    """The index of organisations and a shelf for each."""
    places = context.places.organisations
    names = places.names
    if choice.has_list(ORGANISATIONS):
        yield from names_from_a_to_z(
            context,
            places,
            plain_order,
            address=ORGANISATIONS,
            noun="organisation",
            of_all=f"All {counted(len(names.shown), 'organisation')} that papers of the index name as their own.",
            lead="Where papers come from, as far as their listing or abstract names it.",
        )
    for key, address in places.pages.items():
        if not choice.has(address):
            continue
        name, papers = names.shown[key], names.papers[key]
        yield from shelf_pages(
            context,
            Shelf(
                address=address,
                heading=name,
                title=f"Papers from {name}",
                description=f"{counted(len(papers), 'paper')} from {name} in the {context.identity.name}.",
                papers=papers,
                sort="Organisation",
                query=f'org:"{name}"',
                in_lines="organisations" in context.extent.in_lines,
                whole_frame=context.extent.whole_frame,
                order="newest",
                crumbs=(Named("Organisations", ORGANISATIONS),),
            ),
        )


def venue_pages(context: PageContext, choice: Choice = ALL) -> Iterator[PageParts]:
    """The index of venues and a shelf for each."""
    places = context.places.venues
    names = places.names
    if choice.has_list(VENUES):
        yield from names_from_a_to_z(
            context,
            places,
            plain_order,
            address=VENUES,
            noun="venue",
            of_all=f"All {counted(len(names.shown), 'venue')}: conferences, journals and workshops where papers appeared.",
            lead="Conferences, journals and workshops where papers of the index appeared.",
        )
    for key, address in places.pages.items():
        if not choice.has(address):
            continue
        name, papers = names.shown[key], names.papers[key]
        yield from shelf_pages(
            context,
            Shelf(
                address=address,
                heading=name,
                title=f"Papers published at {name}",
                description=f"{counted(len(papers), 'paper')} of the {context.identity.name} published at {name}.",
                papers=papers,
                sort="Venue",
                query=f'venue:"{name}"',
                in_lines="venues" in context.extent.in_lines,
                whole_frame=context.extent.whole_frame,
                order="newest",
                crumbs=(Named("Venues", VENUES),),
            ),
        )


def names_from_a_to_z(
    context: PageContext,
    places: NamePlaces,
    sort_key: Callable[[str], str],
    *,
    address: str,
    noun: str,
    of_all: str,
    lead: str,
    section: str = "",
) -> Iterator[PageParts]:
    """The index of names of one sort; ``of_all`` and ``lead`` describe it where it has all of them."""
    nouns = f"{noun}s"
    lines = name_lines(places, sort_key)
    yield from index_pages(
        context,
        NameIndex(
            address=address,
            heading=nouns.capitalize(),
            title=nouns.capitalize(),
            description=in_short(places, of_all, noun),
            lead=lead_of(places, lead),
            noun=noun,
            nouns=nouns,
            length=len(lines),
            empty=empty_index(places, nouns),
            section=section,
        ),
        lines,
    )


def name_lines(places: NamePlaces, sort_key: Callable[[str], str]) -> list[Line]:
    """The lines of an index of names: of those that have a page."""
    names = places.names
    return [
        Line(
            letter=initial(sort_key(names.shown[key])),
            name=names.shown[key],
            address=address,
            count=len(names.papers[key]),
        )
        for key, address in places.pages.items()
    ]


def in_short(places: NamePlaces, of_all: str, noun: str) -> str:
    """An index of names described: by ``of_all`` where it has all of them."""
    if places.are_all:
        return of_all
    return f"The {counted(len(places.pages), noun)} with {places.least} papers or more, from A to Z."


def lead_of(places: NamePlaces, words: str) -> str | Markup:
    """What stands above an index of names; where it has not all of them, how to find the others."""
    if places.are_all:
        return words
    return Markup(
        '{} Listed are those with {} papers or more; <a href="{}/{}">the search</a> finds the others by <code>{}:"…"</code>.'
    ).format(words, places.least, ROOT_MARK, SEARCH, places.field)


def empty_index(places: NamePlaces, names: str) -> str:
    """What stands in place of an index without a line."""
    if places.names.shown:
        return f"No {names} have {places.least} papers yet."
    return f"No {names} are recorded yet."
