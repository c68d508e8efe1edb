"""Whether a venue is a conference, a journal or something else, told from its name.

Entries name venues as people do ("NeurIPS", "IEEE Access", "Neural Computation"); bibliographies want to
know the sort. Abbreviations are conferences unless they look like a journal's, names written out are
journals unless a word says otherwise.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache


class VenueSort(Enum):
    """What a bibliography calls the place of publication."""

    CONFERENCE = "conference"
    JOURNAL = "journal"
    PREPRINT = "preprint"
    REPORT = "report"
    THESIS = "thesis"
    BOOK = "book"
    NONE = "none"
    """Nothing is known but that the work exists."""


GATHERINGS = re.compile(
    r"\b(?:workshops?|conference(?! series)|symposium|congress|meeting|colloquium|lecture notes|"
    r"advances in neural information processing systems|tiny papers)\b",
    re.IGNORECASE,
)
"""Words that no field of study brings along, as Data Science does: what they stand in is a conference's, even where words of
journals stand there too, as in the volumes that Crossref names ("Proceedings of the IEEE/CVF Conference on …").
"""
VOLUME_OF_A_YEAR = re.compile(r" [–—-] \w[\w/-]* (?:19|20)\d\d\b")
"""As Springer calls the proceedings in its series: Computer Vision – ECCV 2020."""
CONFERENCE_WORDS = re.compile(
    r"\b(?:conf|proceedings|proc|findings|track|demonstrations?|demo|tutorials?|challenge|"
    r"interspeech|eurographics|odyssey|summit)\b",
    re.IGNORECASE,
)
JOURNAL_WORDS = re.compile(
    r"\b(?:journal|transactions|trans|letters|magazine|reviews?|annals|acta|bulletin|access|advances in \w+|"
    r"frontiers|nature|science|pnas|plos|proceedings of the (?:ieee|national academy)|"
    r"proceedings of the (?:vldb|acm on)|proc\. (?:natl|vldb|ieee$|acm (?:hum|interact|manag|meas|program|softw))|pacm\w*|pvldb|lancet|cell|"
    r"neuroimage|peerj|iscience|gigascience|softwarex|(?:sig\w+|graphics|graph\.) forum|(?:j|commun|mag|lett|rev|bull)(?=\.))\b",
    re.IGNORECASE,
)
JOURNAL_ABBREVIATION = re.compile(
    r"TMLR|TACL|J[A-Z]{2,}|T(?:PAMI|IST|OG|VCG|NNLS|IP|KDE|OIS|MI|ASLP|MM|IT|SP|CSVT|RO|GRS|IFS|OMM|ODS|ECS|OPLAS)|"
    r"IJ(?!CAI|CNN|CNLP|CB|CAR)[A-Z]{2,}|PAMI|CVIU|CACM|RAL|CVMJ|CSUR"
)
USUAL_CONFERENCES = re.compile(
    r"AAAI|ACCV|ACL|ACML|AISTATS|ALT|AutoML|BMVC|CCS|CHI|CIKM|COLING|COLM|COLT|CoNLL|CoRL|CVPR|EACL|ECAI|ECCV|ECIR|ECML|"
    r"EMNLP|EuroSys|FAccT|FOCS|ICAPS|ICASSP|ICCV|ICDE|ICDM|ICLR|ICML|ICRA|ICSE|IJCAI|IJCNLP|IJCNN|IROS|ISCA|ISMIR|ISWC|"
    r"KDD|LREC|MICCAI|MLSys|MobiCom|NAACL|NeurIPS|NIPS|NSDI|OSDI|PLDI|RecSys|RSS|SIGGRAPH|SIGIR|SIGMOD|SODA|SOSP|STOC|"
    r"UAI|UIST|WACV|WSDM|WWW"
)
"""By their short names, which lists of machines write in small letters: nothing else would tell those."""
PREPRINTS = re.compile(r"\b(?:arxiv|corr|preprints?|\w+rxiv|ssrn|openreview|hal)\b", re.IGNORECASE)
REPORTS = re.compile(r"\b(?:technical|research|tech)\.? report\b|\bwhite ?paper\b", re.IGNORECASE)
THESES = re.compile(r"\bthesis\b|\bdissertation\b", re.IGNORECASE)
BOOKS = re.compile(r"(?:[\w&.'’-]+ )+(?:press|publishers|publishing|verlag)", re.IGNORECASE)
"""A publisher and nothing else, as in Cambridge University Press: what came out there by itself is a book."""
ABBREVIATION = re.compile(r"\b\w*[A-Z]\w*[A-Z]\w*\b")


@lru_cache(maxsize=10_000)
def venue_sort(name: str) -> VenueSort:
    """The sort of the venue that people call ``name``."""
    rules = (
        (THESES, VenueSort.THESIS),
        (REPORTS, VenueSort.REPORT),
        (PREPRINTS, VenueSort.PREPRINT),
        (GATHERINGS, VenueSort.CONFERENCE),
        (VOLUME_OF_A_YEAR, VenueSort.CONFERENCE),
        (JOURNAL_WORDS, VenueSort.JOURNAL),
        (CONFERENCE_WORDS, VenueSort.CONFERENCE),
    )
    if BOOKS.fullmatch(name):
        return VenueSort.BOOK
    for pattern, sort in rules:
        if pattern.search(name):
            return sort
    if _is_usual_conference(name):
        return VenueSort.CONFERENCE
    if any(JOURNAL_ABBREVIATION.fullmatch(word) for word in re.findall(r"\w+", name)):
        return VenueSort.JOURNAL
    return VenueSort.CONFERENCE if ABBREVIATION.search(name) and _is_mostly_short(name) else VenueSort.JOURNAL


def _is_usual_conference(name: str) -> bool:
    """Whether the name is a short one that everybody knows, in whatever letters, or begins with it as people write it
    (``NeurIPS Datasets and Benchmarks``).
    """
    short = USUAL_CONFERENCES.match(name)
    if short is not None and not name[short.end() : short.end() + 1].isalnum():
        return True
    return name.casefold() in _CASEFOLDED_CONFERENCES


_CASEFOLDED_CONFERENCES = frozenset(USUAL_CONFERENCES.pattern.casefold().split("|"))


def _is_mostly_short(name: str) -> bool:
    """Whether the name is an abbreviation with at most one plain word beside it, as in ``ACM MM``."""
    plain = [word for word in re.findall(r"[^\W\d_]+", name) if not ABBREVIATION.fullmatch(word)]
    return len(plain) <= 1
