"""Letters on a card: which can be written, how wide words are, where lines break.

The face is Source Sans, which a package of its own brings along (Latin, Greek, Cyrillic, Vietnamese). Were it missing,
Pillow's own small face would do. Positions depend on the face alone: shaping libraries differ between machines.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

FACES_PACKAGE = "font_source_sans_pro"
ELLIPSIS = "…"
NO_CHARACTER = "\U0010ffff"
"""What a face draws for it is what it draws for every letter it lacks."""
WRITTEN_AS = {"⋅": "·", "∙": "·", "∼": "~", "−": "–", "‐": "-", "‑": "-", "′": "’", "∗": "*"}
"""Signs that the face lacks, by look-alikes it has."""
LARGEST_CACHE = 20_000


class Face(Enum):
    """The weights in use, by the names of their files."""

    STRONG = "SourceSansPro-Semibold.ttf"
    PLAIN = "SourceSansPro-Regular.ttf"


def face_file(face: Face) -> Path | None:
    """Where the face lies; None where its package is missing or incomplete."""
    package = find_spec(FACES_PACKAGE)
    for folder in (package.submodule_search_locations or ()) if package else ():
        file = Path(folder) / "files" / face.value
        if file.is_file():
            return file
    return None


@lru_cache
def font(face: Face, size: int) -> FreeTypeFont:
    """The face at a size in pixels."""
    # Loaded late: a site without cards has no use for it.
    from PIL import ImageFont

    file = face_file(face)
    if file is not None:
        return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)
    # Asked for a size, Pillow gives a face of this sort; without one, its bitmap letters of old.
    return cast("FreeTypeFont", ImageFont.load_default(size))


@lru_cache
def faces_digest() -> str:
    """A fingerprint of the letters' shapes."""
    digest = hashlib.sha256()
    for face in Face:
        file = face_file(face)
        digest.update(file.read_bytes() if file else b"-")
    return digest.hexdigest()


def written(text: str) -> str | None:
    """The text in letters that the faces have; None where they lack one."""
    if text.isascii():
        return text
    letters = [_writable(letter) for letter in unicodedata.normalize("NFC", text)]
    return None if None in letters else "".join(filter(None, letters))


@lru_cache(maxsize=LARGEST_CACHE)
def _writable(letter: str) -> str | None:
    """The letter, or what stands for it: ``R`` for ``ℝ``."""
    for form in (letter, WRITTEN_AS.get(letter, letter), unicodedata.normalize("NFKC", letter)):
        if all(part.isascii() or _has(part) for part in form):
            return form
    return None


def _has(letter: str) -> bool:
    face = font(Face.PLAIN, 20)
    mask, missing = face.getmask(letter), face.getmask(NO_CHARACTER)
    return mask.size != missing.size or bytes(mask) != bytes(missing)


@lru_cache(maxsize=LARGEST_CACHE)
def width(text: str, face: Face, size: int) -> float:
    """How many pixels the text takes on one line."""
    return font(face, size).getlength(text)


def write(image: Image, place: tuple[float, int], text: str, ink: int, face: Face, size: int) -> None:
    """Write one line into ``image``, beginning at ``place`` on the ground line.

    Each letter's shape is made once. Letting the face render every line anew takes four times as long.
    """
    x, y = place
    for letter, following in pairwise(f"{text} "):
        glyph = _glyph(letter, face, size)
        if glyph is not None:
            mask, left, top = glyph
            image.paste(ink, (round(x) + left, y + top), mask)
        x += _advance(letter, following, face, size)


@lru_cache(maxsize=LARGEST_CACHE)
def _glyph(letter: str, face: Face, size: int) -> tuple[Image, int, int] | None:
    """A letter's shape and where it begins, from the ground line; None for a blank."""
    from PIL import Image, ImageDraw

    shape = font(face, size)
    left, top, right, bottom = (int(edge) for edge in shape.getbbox(letter, anchor="ls"))
    if right <= left or bottom <= top:
        return None
    mask = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(mask).text((-left, -top), letter, 255, shape, anchor="ls")
    return mask, left, top


@lru_cache(maxsize=LARGEST_CACHE)
def _advance(letter: str, following: str, face: Face, size: int) -> float:
    """How far the next letter begins, which depends on both."""
    shape = font(face, size)
    return shape.getlength(letter + following) - shape.getlength(following)


def wrapped(text: str, face: Face, size: int, room: float, most: int) -> tuple[list[str], bool]:
    """The text in at most ``most`` lines no wider than ``room``; and whether all of it is there.

    A word wider than a line is broken where it has to be. Text that is left over ends in an ellipsis.
    """
    words = [part for word in text.split() for part in _parts(word, face, size, room)]
    lines: list[str] = []
    blank = width(" ", face, size)
    taken = room + 1
    for place, word in enumerate(words):
        own = width(word, face, size)
        if taken + blank + own <= room:
            lines[-1] += f" {word}"
            taken += blank + own
        elif len(lines) < most:
            lines.append(word)
            taken = own
        else:
            return [*lines[:-1], cut(f"{lines[-1]} {words[place]}", face, size, room)], False
    return lines, True


def _parts(word: str, face: Face, size: int, room: float) -> Sequence[str]:
    """The word, in pieces that fit on a line."""
    if width(word, face, size) <= room:
        return (word,)
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, face, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def cut(text: str, face: Face, size: int, room: float) -> str:
    """As much of the text as fits on a line, with an ellipsis in the place of the rest."""
    if width(text, face, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + ELLIPSIS, face, size) <= room:
            low = middle
        else:
            high = middle - 1
    kept = text[:low] if text[low] == " " or " " not in text[:low] else text[:low].rpartition(" ")[0]
    return kept.rstrip(" ,;:-–") + ELLIPSIS
