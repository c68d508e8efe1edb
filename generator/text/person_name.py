"""A name as printed, taken apart for bibliographies: family, given, particle, suffix.

No rule holds for all the world's names. Where the parts cannot be told (one word, Chinese characters without
a blank, a group), the name stays whole, which is never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from generator.text.folding import folded
from generator.text.one_line import one_line

PARTICLES = frozenset(
    "af al ap auf av bin bint da dal dalla das de degli dei del della delle dem den der des di do dos du "
    "e el ibn im la las le lo los 't te ten ter und van vom von y zu zum zur".split()
)
"""Small words that belong before a family name when they are printed in lower case."""

CAPITAL_PARTICLES = frozenset("De Del Della Den Der Di Dos Du El La Van Vande Vanden Vander Von".split())
"""The same where families write them large: Flemish, Italian, American."""

AMBIGUOUS_PARTICLES = frozenset({"Van", "La", "Di", "Du", "El"})
"""Also given names in Vietnam and China."""

FAMILIES_OF_EAST_ASIA = frozenset(
    "Bui Cao Chu Dang Dao Dinh Do Doan Dong Duong Ha Ho Hoang Huynh Lam Le Luong Luu Ly Mai Ngo Nguyen Pham Phan "
    "Phung Quach Ta Thai To Tran Trinh Truong Vo Vu Vuong Chen Huang Li Lin Liu Sun Wang Wu Xu Yang Zhang Zhao "
    "Zhou Zhu".split()
)
"""Before one of these a capital Van, La, Di … is part of the given name."""

BETWEEN_FAMILIES = frozenset(("y", "i", "e"))
"""Spanish, Catalan and Portuguese for *and*: the names on both sides are one family name."""

SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV")
INITIALS = re.compile(r"(?:[^\W\d_]\.?|(?:[^\W\d_]\.-?)+)")
FAMILY_OF_ONE_LETTER = "E"
"""The Chinese 鄂, as of Weinan E; no other family is written with one letter."""
CHINESE_GIVEN_NAME = re.compile(
    r"(?:(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?"
    r"(?:i?ang?|i?ong|[aeo]|ai|ei|i?ao|ou|en|eng|er|ia|ie|iu|in|ing|i|uo|uai|ui|uang?|un|ue|ua|u)){1,3}",
    re.IGNORECASE,
)
"""One to three syllables in the usual transcription."""
FIRST_OF_EAST_ASIA = "\u3040"
"""No letter of the scripts below comes before it."""
GROUP_ENDS = frozenset(
    "team teams group collaboration collaborators consortium initiative project community contributors lab labs "
    "laboratory laboratories research institute university foundation committee council society force network alliance "
    "inc llc ltd gmbh corp corporation company ai".split()
)
"""The last words of groups' names."""
GROUP_WORD = re.compile(
    rf"\b(?:{'|'.join(sorted(GROUP_ENDS - {'force'}))}|universit(?:é|ät)|task force)\b\.?$|\d|[&@:/()]|"
    r"\band\b|^(?:the|team)\b",
    re.IGNORECASE,
)
NICKNAME = re.compile(r" \([^\W\d_]+\)(?= )")
"""A word in parentheses between names: ``Wei-Lun (Harry) Chao``."""
OTHERS = frozenset({"et al", "et al.", "others", "and others", "…", "..."})
NO_END_OF_OTHERS = frozenset("abcdefghijkmnopqrtuvwxyz")
"""Letters at the end of most names, with which none of these ends."""
NO_FAMILY_NAMES = GROUP_ENDS | {"and", "al", "others"}
NO_GIVEN_NAMES = frozenset({"the", "and", "team"})
NO_FAMILIES_IN_CAPITALS = frozenset(map(str.title, NO_FAMILY_NAMES))
NO_GIVEN_IN_CAPITALS = frozenset(map(str.title, NO_GIVEN_NAMES))
BEFORE_INITIAL = re.compile(r"[^\W\d_]")


class PersonName(NamedTuple):
    """One author. Either ``literal`` is given, or ``family`` and perhaps the rest."""

    family: str = ""
    given: str = ""
    particle: str = ""
    """Small words before the family name: ``van der``."""
    suffix: str = ""
    literal: str = ""
    """The whole name where it has no parts: a group, a single word, Chinese characters without a blank."""

    @property
    def whole_family(self) -> str:
        """What a list of references is sorted and printed by: particle and family, or the whole name."""
        if not self.particle:
            return self.literal or self.family
        return self.literal or f"{self.particle} {self.family}".strip()

    @property
    def in_native_order(self) -> str:
        """The name as a reader says it."""
        if self.literal:
            return self.literal
        if is_east_asian(self.family):
            return f"{self.family} {self.given}"
        return " ".join(filter(None, (self.given, self.particle, self.family, self.suffix)))

    @property
    def family_first(self) -> str:
        """``van der Lans, Ralf`` or ``King, Martin Luther, Jr.``; a literal name as it is."""
        if self.family and self.given and not self.particle and not self.suffix:
            return f"{self.family}, {self.given}"
        return self.literal or ", ".join(filter(None, (self.whole_family, self.given, self.suffix)))

    @property
    def initials(self) -> str:
        """The given names shortened: ``Jean-Pierre`` becomes ``J.-P.``, ``Y.X.`` becomes ``Y. X.``."""
        given = self.given
        # Most are one word of plain letters, which is told sooner than it is looked up.
        return f"{given[0].upper()}." if given.isascii() and given.isalpha() else _initials(given)


def is_east_asian(name: str) -> bool:
    """Whether a name is written in Chinese, Japanese or Korean characters."""
    # Compiled when somebody is written so: it takes as long as ten other patterns.
    return not name.isascii() and max(name) >= FIRST_OF_EAST_ASIA and _east_asian().search(name) is not None


@cache
def _east_asian() -> re.Pattern[str]:
    return re.compile(
        "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af]"
    )


@lru_cache(maxsize=20_000)
def _initials(given: str) -> str:
    if is_east_asian(given):
        return given
    return " ".join(filter(None, map(_initial, given.replace(".", ". ").split())))


def _initial(word: str) -> str:
    if word.isalpha():
        return f"{word[0].upper()}."
    if word.startswith("("):
        return ""
    letters = [BEFORE_INITIAL.search(part) for part in word.split("-")]
    return "-".join(f"{letter.group().upper()}." for letter in letters if letter)


def is_rest_of_authors(name: str) -> bool:
    """Whether a list of authors ends here with "et al."."""
    return name[-1:] not in NO_END_OF_OTHERS and one_line(name).casefold() in OTHERS


def split_names(printed: Iterable[str], groups: Collection[str] = ()) -> list[PersonName]:
    """The parts of the printed names of one paper. ``groups`` are names known to be no person's, such as its organisations."""
    if not groups:
        return [_split_plain(name) or _split(one_line(name)) for name in printed]
    known = set(map(folded, groups))
    return [
        PersonName(literal=name) if folded(name) in known else _split_plain(name) or _split(name)
        for name in map(one_line, printed)
    ]


def plain_names(printed: Sequence[str]) -> tuple[PersonName, ...]:
    """The parts of all names of a paper where each is a given name and a family name of plain letters with a capital in
    front, as on most papers all are: neither the rules here nor those of bibliographies have anything to say to them.
    Empty where one of them might.
    """
    together = " ".join(printed)
    if not together.isascii() or not together.istitle():
        return ()
    found = []
    for name in printed:
        given, _, family = name.partition(" ")
        is_plain = given.isalpha() and family.isalpha() and len(family) > 1
        if not is_plain or family in NO_FAMILIES_IN_CAPITALS or given in NO_GIVEN_IN_CAPITALS:
            return ()
        found.append(PersonName(family, given))
    return tuple(found)


def is_group(name: str) -> bool:
    """Whether a name on one line is no person's."""
    words = name.lower().split()
    # Nearly every name is a few words of plain letters, for which the pattern takes longer than all the rest.
    is_plain = name.isascii() and "".join(words).isalpha()
    if is_plain and words[-1] not in GROUP_ENDS and "and" not in words and words[0] not in ("the", "team"):
        return False
    return GROUP_WORD.search(name) is not None


def _split_plain(name: str) -> PersonName | None:
    """The parts of a name of two words of plain letters, as most are; None where one of the rules below might apply."""
    given, _, family = name.partition(" ")
    is_plain = name.isascii() and given.isalpha() and family.isalpha() and len(family) > 1
    if is_plain and family.lower() not in NO_FAMILY_NAMES and given.lower() not in NO_GIVEN_NAMES:
        return PersonName(family, given)
    return None


@lru_cache(maxsize=50_000)
def _split(name: str) -> PersonName:
    if "," in name:
        return _split_at_comma(name)
    words = name.split()
    if len(words) < 2 or is_group(NICKNAME.sub("", name)):
        return PersonName(literal=name)
    if is_east_asian(name):
        return (
            PersonName(family=words[0], given=" ".join(words[1:]))
            if len(words) == 2
            else PersonName(literal=name)
        )
    return _split_words(words, "")


def _split_at_comma(name: str) -> PersonName:
    """``Martin Luther King, Jr.`` or a name that somebody turned round: ``Lovelace, Ada``."""
    before, _, after = name.partition(",")
    before, after = before.strip(), after.strip()
    if not before or not after or "," in after or is_group(before) or is_group(after):
        return PersonName(literal=name)
    if SUFFIX.fullmatch(after):
        return _split_words(before.split(), after) if " " in before else PersonName(literal=name)
    particle, family = _particle_of(before.split(), 0)
    return PersonName(family=family, given=after, particle=particle)


def _split_words(words: list[str], suffix: str) -> PersonName:
    if not suffix and len(words) > 2 and SUFFIX.fullmatch(words[-1]):
        words, suffix = words[:-1], words[-1]
    if words[-1] == FAMILY_OF_ONE_LETTER and len(words) == 2 and CHINESE_GIVEN_NAME.fullmatch(words[0]):
        return PersonName(family=words[-1], given=words[0], suffix=suffix)
    if INITIALS.fullmatch(words[-1]) and not INITIALS.fullmatch(words[0]):
        # In South India the initials stand for the father's or the village's name and may come last:
        # Prathosh A. P. is filed under Prathosh.
        first = next(place for place, word in enumerate(words) if INITIALS.fullmatch(word))
        return PersonName(family=" ".join(words[:first]), given=" ".join(words[first:]), suffix=suffix)
    start = _family_start(words)
    particle, family = _particle_of(words[start:], 0)
    return PersonName(family=family, given=" ".join(words[:start]), particle=particle, suffix=suffix)


def _family_start(words: list[str]) -> int:
    """Where the family name with its particles begins; at least one given name stays before it."""
    last = len(words) - 1
    for place in range(1, last):
        word, following = words[place], words[place + 1]
        if word in BETWEEN_FAMILIES and place > 1 and not INITIALS.fullmatch(words[place - 1]):
            return place - 1
        if word in PARTICLES:
            return place
        if word in CAPITAL_PARTICLES and not (
            word in AMBIGUOUS_PARTICLES and following in FAMILIES_OF_EAST_ASIA
        ):
            return place
    return last


def _particle_of(words: list[str], start: int) -> tuple[str, str]:
    """The particles in lower case at the front, and the family name with the rest."""
    end = start
    while end < len(words) - 1 and words[end] in PARTICLES:
        end += 1
    return " ".join(words[start:end]), " ".join(words[end:])
