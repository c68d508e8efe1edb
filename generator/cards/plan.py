"""Which pages have a card of their own, and what stands on it. Where a card shows a list, it says what the page says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

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

FOLDER = "cards/"
SITE_CARD = f"{FOLDER}site.png"
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
        """The same in words, in brief: the text below the heading is the page's description."""
        return ". ".join(dict.fromkeys(filter(None, (self.heading, *self.notes, self.site))))


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
        self._library = library
        self._indexes = indexes
        self._identity = identity
        self._hues = hues
        self._papers_too = wanted or len(library.papers) <= most
        designs = self._designs(self._papers_too) if identity.url and wanted is not False else ()
        self.designs = tuple(designs)
        self._cards: Mapping[str, SocialCard] = {
            one.address: SocialCard(one.address, one.alt) for one in self.designs
        }

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

    def _designs(self, papers_too: bool) -> Iterator[CardDesign]:
        library = self._library
        designs = [
            self._of_site(),
            *(self._of_topic(topic) for topic in library.topics.values()),
            *(self._of_paper(paper) for paper in library.papers.values() if papers_too),
        ]
        return (design for design in designs if design is not None)

    def _of_site(self) -> CardDesign | None:
        name = written(one_line(self._identity.name))
        if name is None:
            return None
        papers = counted(len(self._library.papers), "paper")
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
            label=written(one_line(self._library.topics[paper.topic].name)) or "",
            heading=title,
            notes=tuple(filter(None, (authors_in_brief(paper), last))),
            hue=self._hues[paper.topic],
        )

    @property
    def _site(self) -> str:
        return written(one_line(self._identity.name)) or ""


def card_address(sort: str, key: str) -> str:
    """Where the card of a paper or a topic lies."""
    return f"{FOLDER}{sort}{key}.png"


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
