"""Names as parts of addresses."""

from __future__ import annotations

import hashlib
import re
from unicodedata import normalize

LONGEST_SLUG = 80
PLAIN_NAME = re.compile(r"[A-Za-z0-9 .'():/-]+")
"""Nearly every name without its accents; a large index has some hundred thousand of them."""
BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")
ACCENT = re.compile("[\u0300-\u034e]+")
"""The combining marks that leave the letter under them alone."""
LETTERS = str.maketrans({"Đ": "D", "đ": "d", "Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "ı": "i", "ß": "ss"})
"""What Latin names are made of besides, as the library writes it."""
IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# Words that already mean a page or a file of the site, or that some file systems keep for devices.
RESERVED = frozenset(
    ["index", "404", "all", "new", "feed", "search", "con", "prn", "aux", "nul"]
    + [f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)]
)


def slug_of(name: str) -> str:
    """``name`` as a part of an address: ``José Álvarez`` becomes ``jose-alvarez``.

    A name with nothing to write in Latin letters, or one that is reserved, gets a short digest of
    itself instead, so that every name has an address and two names seldom share one.
    """
    plain = name if name.isascii() else ACCENT.sub("", normalize("NFD", name)).translate(LETTERS)
    words = plain.lower().split()
    if len(plain) <= LONGEST_SLUG and plain.isascii() and "".join(words).isalnum():
        slug = "-".join(words)
    elif len(plain) <= LONGEST_SLUG and PLAIN_NAME.fullmatch(plain):
        slug = BETWEEN_WORDS.sub("-", plain.lower()).strip("-")
    else:
        from slugify import slugify  # late: to load it takes longer than to make the slugs of a usual index

        slug = slugify(name, max_length=LONGEST_SLUG, word_boundary=True)
    if not slug or slug in RESERVED:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return f"{slug}-{digest}" if slug else f"x-{digest}"
    return slug


def possible_identifier(text: str, sort: str) -> str:
    """An id near to ``text``, which cannot be one itself; behind a reserved word comes the ``sort`` of thing."""
    return slug_of(text if text.lower() not in RESERVED else f"{text}-{sort}")


def identifier_fault(text: str) -> str | None:
    """Why ``text`` cannot be an id, in words that follow "the id"; None when it can."""
    if not text:
        return "is empty"
    if len(text) > LONGEST_SLUG:
        return f"has {len(text)} characters, at most {LONGEST_SLUG} are allowed"
    if IDENTIFIER.fullmatch(text) is None or not text.isascii():
        return "may hold only a-z, 0-9 and single hyphens between them"
    if text in RESERVED:
        return "is a reserved word"
    return None
