"""The two services together: who is asked about what, and in which order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.fetching import arxiv, crossref
from generator.fetching.faults import BadAnswer, FetchFault, NotKnown, Unreachable
from generator.fetching.record import PaperRecord
from generator.fetching.references import ArxivReference, DoiReference
from generator.fetching.web import Patience, Service, Web

ARXIV_API = "https://export.arxiv.org/api/query"
CROSSREF_API = "https://api.crossref.org"
ARXIV_PAUSE = 3.0
"""Seconds that arXiv's terms of use ask for between two questions."""
CROSSREF_PAUSE = 0.2
ATOM, JSON = "application/atom+xml", "application/json"
FAILURES_IN_A_ROW = 3
"""So many unreachable answers one after the other, and the rest of the questions is not asked."""


class WrongSetting(ValueError):
    """An environment variable holds something it must not; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the services are and how patient to be with them."""

    arxiv: str = ARXIV_API
    crossref: str = CROSSREF_API
    patience: float = 1.0


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings that the environment gives. Raises WrongSetting."""
    given = {"arxiv": "PAPERINDEX_ARXIV_API", "crossref": "PAPERINDEX_CROSSREF_API"}
    addresses = {
        field: safe_address(name, environment[name]) for field, name in given.items() if environment.get(name)
    }
    return Settings(**addresses, patience=_factor(environment.get("PAPERINDEX_PATIENCE", "1")))


def safe_address(name: str, value: str) -> str:
    """The address ``name`` is set to, where it is https or lies on this machine. Raises WrongSetting."""
    try:
        parts = urlsplit(value)
        is_here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    except ValueError:
        raise WrongSetting(f"{name} is not an address") from None
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and is_here)):
        raise WrongSetting(f"{name} must be an https address, or one of this machine")
    return value.rstrip("/")


def _factor(value: str) -> float:
    try:
        factor = float(value)
    except ValueError:
        factor = math.nan
    if not 0 < factor <= 100:
        raise WrongSetting("PAPERINDEX_PATIENCE must be a number above 0 and at most 100")
    return factor


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no record of a paper."""

    why: str


class Services:
    """arXiv and Crossref. One question at a time, with the pauses they ask for."""

    def __init__(self, web: Web, settings: Settings) -> None:
        self.web = web
        self.settings = settings
        self.web.patience = Patience().times(settings.patience)
        self.arxiv = Service(name="arXiv", pause=ARXIV_PAUSE * settings.patience, family="arxiv.org")
        self.crossref = Service(
            name="Crossref", pause=CROSSREF_PAUSE * settings.patience, family="crossref.org"
        )

    def paper(self, reference: ArxivReference | DoiReference) -> PaperRecord:
        """What is known of one paper. Raises FetchFault."""
        if isinstance(reference, ArxivReference):
            return self.arxiv_paper(reference.identifier)
        for place, doi in enumerate(reference.readings):
            try:
                return self.crossref_paper(doi)
            except NotKnown:
                if place == len(reference.readings) - 1:
                    raise
        raise AssertionError("a reference has at least one reading")

    def arxiv_paper(self, identifier: str) -> PaperRecord:
        """One paper of arXiv. Raises FetchFault."""
        records = self._arxiv_records([identifier])
        if identifier in records:
            return records[identifier]
        if records:
            raise BadAnswer(f"arXiv answered about {', '.join(sorted(records))} instead of {identifier}")
        raise NotKnown(f"arXiv has no paper {identifier}")

    def crossref_paper(self, doi: str) -> PaperRecord:
        """One paper by its DOI. Raises FetchFault."""
        try:
            answer = self.web.answer(self.crossref, crossref.question(self.settings.crossref, doi), JSON)
        except NotKnown:
            raise NotKnown(
                f"Crossref does not know the DOI {doi}: it is mistyped, quite new, or registered elsewhere"
            ) from None
        return crossref.record_of(answer, doi)

    def arxiv_papers(self, identifiers: Sequence[str]) -> Iterator[tuple[str, PaperRecord | Missing]]:
        """Many papers of arXiv, in their order, each with its record or the reason why there is none."""
        failures = 0
        why = ""
        for start in range(0, len(identifiers), arxiv.LARGEST_QUESTION):
            batch = identifiers[start : start + arxiv.LARGEST_QUESTION]
            if failures >= FAILURES_IN_A_ROW:
                yield from ((identifier, Missing(f"not asked: {why}")) for identifier in batch)
                continue
            try:
                records = self._arxiv_records(batch)
                failures = 0
            except Unreachable as fault:
                failures, why = failures + 1, str(fault)
                yield from ((identifier, Missing(why)) for identifier in batch)
                continue
            except FetchFault as fault:
                yield from self._one_by_one(batch, str(fault))
                continue
            for identifier in batch:
                record = records.get(identifier)
                yield identifier, record or Missing(f"arXiv has no paper {identifier}")

    def _one_by_one(self, batch: Sequence[str], why: str) -> Iterator[tuple[str, PaperRecord | Missing]]:
        """One odd paper spoils the answer about all: ask again singly, but not for ever."""
        failures = 0
        for identifier in batch:
            if failures >= FAILURES_IN_A_ROW or len(batch) == 1:
                yield identifier, Missing(why)
                continue
            try:
                record: PaperRecord | Missing = self.arxiv_paper(identifier)
                failures = 0
            except FetchFault as fault:
                failures += not isinstance(fault, NotKnown)
                record = Missing(str(fault))
            yield identifier, record

    def _arxiv_records(self, identifiers: Sequence[str]) -> dict[str, PaperRecord]:
        return arxiv.records_of(
            self.web.answer(self.arxiv, arxiv.question(self.settings.arxiv, identifiers), ATOM)
        )
