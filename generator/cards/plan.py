"""Which pages have a card of their own, and what stands on it. Where a card shows a list, it says what the page says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from generator.cards.lettering import written
from generator.indexes.addresses import PAPERS, TOPICS
from generator.indexes.indexes import Indexes
from generator.indexes.references import STATUS_IN_WORDS, issued
from generator.model.extent import FULL
from generator.model.library import Library
from generator.model.paper import Paper, TopicKey
from generator.model.site_identity import SiteIdentity
from generator.model.social_card import SocialCard
from generator.model.topic import Topic
from generator.text.counting import counted
from generator.text.maths import mixed_plain
from generator.text.one_line import one_line
from generator.text.person_name import is_rest_of_authors
from generator.working.reads import Reads

FOLDER, ENDING = "cards/", ".png"
SITE_CARD = f"{FOLDER}site{ENDING}"
MOST_PAPERS = FULL.pictured_papers
"""Where there are more, their cards would take longer than everything else and fill a host: topics' cards stand in."""
NAMED_AUTHORS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDesign:
    """What stands on one card, in letters that can be written."""

    address: str
    site: str
    heading: str
    label: str = ""
    """On the band above the heading: the topic, or the group of topics."""
    text: str = ""
    """Below the heading, in several lines."""
    notes: tuple[str, ...] = ()
    """At the foot, a line each: authors; venue and year."""
    hue: int = 0

    @property
    def alt(self) -> str:
        """The same in words, in brief: the text below the heading is the page's description, and what stands below that is
        how many papers a list has. Were that told here, each new paper would change the pages of all papers of its topic.
        """
        notes = () if self.text else self.notes
        return ". ".join(dict.fromkeys(filter(None, (self.heading, *notes, self.site))))


class CardPlan:
    """The cards of a site, and which page shows which."""

    def __init__(
        self,
        library: Library,
        indexes: Indexes,
        identity: SiteIdentity,
        hues: Mapping[TopicKey, int],
        *,
        wanted: bool | None = None,
        most: int = MOST_PAPERS,
    ) -> None:
        """``wanted`` asks for cards of however many papers (True) or for none at all (False).

        Where it leaves that open, there are cards of papers where there are not more than ``most``.
        """
        self._library = self._unwatched = library
        self._indexes = indexes
        self._identity = identity
        self._hues = hues
        self._papers_too = are_pictured(len(library.papers), wanted, most)
        self._any = bool(identity.url) and wanted is not False
        self._cards: Mapping[str, SocialCard] = CardsAsAsked(self)

    def watch(self, reads: Reads) -> None:
        """Let it be noted which cards are asked for."""
        self._cards = reads.watched("cards", self._cards)
        self._library = replace(self._library, papers=reads.watched("papers", self._library.papers))

    def of_page(self, address: str) -> SocialCard | None:
        """The card that a page shows: its own, its topic's, the site's, or none."""
        sort, _, rest = address.partition("/")
        key = rest.partition("/")[0]
        is_paper = address.startswith(PAPERS)
        has_own = key and (self._papers_too or not is_paper)
        own = self._cards.get(card_address(f"{sort}/", key)) if has_own else None
        paper = self._library.papers.get(key) if is_paper and own is None else None
        if paper is not None:
            own = self._cards.get(card_address(TOPICS, paper.topic))
        return own or self._cards.get(SITE_CARD)

    @cached_property
    def designs(self) -> tuple[CardDesign, ...]:
        """All cards, in the order of what they are of."""
        return tuple(design for address in self.addresses() if (design := self.design(address)))

    def addresses(self) -> Iterator[str]:
        """Where cards may lie; what is called in letters that cannot be written has none."""
        if self._any:
            yield SITE_CARD
            yield from (card_address(TOPICS, key) for key in self._unwatched.topics)
            if self._papers_too:
                yield from (card_address(PAPERS, key) for key in self._unwatched.papers)

    def design(self, address: str) -> CardDesign | None:
        """What stands on the card at an address; None where there is none."""
        if not self._any or not address.endswith(ENDING):
            return None
        if address == SITE_CARD:
            return self._of_site()
        sort, _, key = address.removeprefix(FOLDER).removesuffix(ENDING).partition("/")
        topic = self._unwatched.topics.get(key) if f"{sort}/" == TOPICS else None
        if topic is not None:
            return self._of_topic(topic)
        paper = self._unwatched.papers.get(key) if f"{sort}/" == PAPERS and self._papers_too else None
        return None if paper is None else self._of_paper(paper)

    def _of_site(self) -> CardDesign | None:
        name = written(one_line(self._identity.name))
        if name is None:
            return None
        papers = counted(len(self._unwatched.papers), "paper")
        text = written(one_line(self._identity.description)) or ""
        return CardDesign(address=SITE_CARD, site=name, label=papers, heading=name, text=text)

    def _of_topic(self, topic: Topic) -> CardDesign | None:
        name = written(one_line(topic.name))
        if name is None:
            return None
        papers = len(self._indexes.by_topic.get(topic.key, ()))
        return CardDesign(
            address=card_address(TOPICS, topic.key),
            site=self._site,
            label=written(one_line(topic.group)) or "",
            heading=name,
            text=written(mixed_plain(one_line(topic.description))) or "",
            notes=(counted(papers, "paper"),),
            hue=self._hues[topic.key],
        )

    def _of_paper(self, paper: Paper) -> CardDesign | None:
        title = written(mixed_plain(one_line(paper.title)))
        if title is None or paper.status == "removed":
            return None
        where = one_line(paper.venue.name) if paper.venue else ""
        year = str(issued(paper).year)
        published = where if year in where else f"{where} {year}".strip()
        status = "" if paper.is_active else STATUS_IN_WORDS.get(paper.status, paper.status)
        last = written(" · ".join(filter(None, (status, published)))) or year
        return CardDesign(
            address=card_address(PAPERS, paper.key),
            site=self._site,
            label=written(one_line(self._unwatched.topics[paper.topic].name)) or "",
            heading=title,
            notes=tuple(filter(None, (authors_in_brief(paper), last))),
            hue=self._hues[paper.topic],
        )

    @property
    def _site(self) -> str:
        return written(one_line(self._identity.name)) or ""


class CardsAsAsked(Mapping[str, SocialCard]):
    """The cards of a plan by their addresses, each thought of when a page asks for it."""

    def __init__(self, plan: CardPlan) -> None:
        self._plan = plan
        self._asked: dict[str, SocialCard | None] = {}

    def __getitem__(self, address: str) -> SocialCard:
        if address not in self._asked:
            design = self._plan.design(address)
            self._asked[address] = None if design is None else SocialCard(design.address, design.alt)
        card = self._asked[address]
        if card is None:
            raise KeyError(address)
        return card

    def __iter__(self) -> Iterator[str]:
        return (design.address for design in self._plan.designs)

    def __len__(self) -> int:
        return len(self._plan.designs)


def are_pictured(papers: int, wanted: bool | None, most: int = MOST_PAPERS) -> bool:
    """Whether of so many papers each has a card; ``wanted`` and ``most`` are as for `CardPlan`."""
    return wanted is True or (wanted is None and papers <= most)


def card_address(sort: str, key: str) -> str:
    """Where the card of a paper or a topic lies."""
    return f"{FOLDER}{sort}{key}{ENDING}"


def authors_in_brief(paper: Paper) -> str:
    """The first authors and how many more there are: ``Ada Lovelace, Alan Turing and 12 others``.

    A name in letters that the card cannot write is counted, not spelled wrongly.
    """
    people = [name for name in paper.authors if not is_rest_of_authors(name)]
    named = [name for name in map(written, map(one_line, people[:NAMED_AUTHORS])) if name is not None]
    if len(people) < len(paper.authors):
        return f"{', '.join(named)} and others" if named else ""
    others = (paper.number_of_authors or 0) - len(named)
    if not named:
        return counted(others, "author") if others > 0 else ""
    if others <= 0:
        return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    return f"{', '.join(named)} and {counted(others, 'other')}"
