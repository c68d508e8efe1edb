"""A card's picture: a small PNG of ten colours, the same bytes for the same design.

Everything is drawn straight into the numbers of the palette. Those are two ramps: from the ground to the ink,
and from the ground to the topic's colour. A letter's soft edge is a number between, so nothing has to be reduced to few
colours afterwards, which would take longer than all the drawing.
"""

from __future__ import annotations

import io
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from generator.cards.lettering import Face, cut, width, wrapped, write
from generator.cards.plan import CardDesign
from generator.model.social_card import CARD_HEIGHT, CARD_WIDTH

if TYPE_CHECKING:
    from PIL.Image import Image

Colour: TypeAlias = tuple[int, int, int]

GROUND: Colour = (0xFB, 0xFA, 0xF7)
INK: Colour = (0x1E, 0x20, 0x29)
HUES: tuple[Colour, ...] = (
    (0x5A, 0x60, 0x72),
    (0x3F, 0x4F, 0xB5),
    (0x8A, 0x4B, 0x08),
    (0x0D, 0x6A, 0x68),
    (0x2D, 0x6A, 0x2F),
    (0x8D, 0x2F, 0x7C),
    (0xA4, 0x38, 0x26),
    (0x0B, 0x63, 0x92),
    (0x5F, 0x5A, 0x1A),
)
"""The colours of site.css in its light scheme."""

STEPS = 5
"""Numbers in a ramp: soft edges at these sizes need no more, and each one more makes the file larger."""
PALE, DARK, QUIET = 0, 4, 3
"""On the first ramp: the ground, the ink, the ink of lesser things."""
HUE_GROUND, HUE_FULL = STEPS, 2 * STEPS - 1
"""The ends of the second."""

MARGIN = 72
ROOM = CARD_WIDTH - 2 * MARGIN
BAND = 100
"""Height of the coloured band at the top."""
HEADINGS = ((72, 3), (62, 4), (52, 5))
"""Sizes for the heading, and how many lines each may take; the first at which all of it fits."""
HEADINGS_ABOVE_TEXT = ((84, 1), (68, 2), (52, 3))
TEXT_SIZE, TEXT_LINES = 36, 4
NOTE_SIZE = 34
LABEL_SIZE = 34
LEADING = 1.22
FOOT = CARD_HEIGHT - 56
"""Where the last note ends."""


def picture(design: CardDesign) -> bytes:
    """The card as a PNG file."""
    from PIL import Image

    image = Image.new("L", (CARD_WIDTH, CARD_HEIGHT), PALE)
    _band(image, design)
    top = _notes(image, design.notes)
    _middle(image, design, BAND, top)
    image.putpalette(palette(design.hue))
    stream = io.BytesIO()
    # Runs are what such a picture consists of: half the time of the usual search for repeats, and as small.
    image.save(stream, "PNG", bits=4, compress_type=zlib.Z_RLE)
    return stream.getvalue()


@lru_cache
def palette(hue: int) -> bytes:
    """The two ramps for a colour's number, as Pillow takes them."""
    ramps = (_ramp(GROUND, end) for end in (INK, HUES[hue % len(HUES)]))
    return bytes(value for ramp in ramps for colour in ramp for value in colour)


def _ramp(start: Colour, end: Colour) -> list[Colour]:
    last = STEPS - 1
    return [
        (_between(start[0], end[0], step), _between(start[1], end[1], step), _between(start[2], end[2], step))
        for step in range(last + 1)
    ]


def _between(start: int, end: int, step: int) -> int:
    return start + (end - start) * step // (STEPS - 1)


def _band(image: Image, design: CardDesign) -> None:
    """The topic on its colour, and the name of the site."""
    image.paste(HUE_FULL, (0, 0, CARD_WIDTH, BAND))
    line = BAND // 2 + LABEL_SIZE // 3
    site = cut(design.site, Face.PLAIN, LABEL_SIZE, ROOM / 2) if design.site != design.heading else ""
    taken = width(site, Face.PLAIN, LABEL_SIZE)
    label = cut(design.label, Face.STRONG, LABEL_SIZE, ROOM - MARGIN - taken)
    write(image, (MARGIN, line), label, HUE_GROUND, Face.STRONG, LABEL_SIZE)
    write(image, (CARD_WIDTH - MARGIN - taken, line), site, HUE_GROUND, Face.PLAIN, LABEL_SIZE)


def _notes(image: Image, notes: tuple[str, ...]) -> int:
    """The notes at the foot under a hairline; gives where they begin."""
    step = round(NOTE_SIZE * LEADING * 1.1)
    top = FOOT - step * len(notes)
    for place, note in enumerate(notes):
        text = cut(note, Face.PLAIN, NOTE_SIZE, ROOM)
        write(image, (MARGIN, top + step * (place + 1)), text, QUIET, Face.PLAIN, NOTE_SIZE)
    if notes:
        image.paste(HUE_FULL, (MARGIN, top - 12, MARGIN + 96, top - 6))
    return top - 12


def _middle(image: Image, design: CardDesign, top: int, bottom: int) -> None:
    """The heading, and the text where there is one, in the middle of what is left."""
    size, heading = _heading(design)
    text, _ = wrapped(design.text, Face.PLAIN, TEXT_SIZE, ROOM, TEXT_LINES)
    step, text_step = round(size * LEADING * 0.96), round(TEXT_SIZE * LEADING)
    gap = 26 if text else 0
    y = top + (bottom - top - step * len(heading) - gap - text_step * len(text)) // 2
    for line in heading:
        y += step
        write(image, (MARGIN, y - size // 4), line, DARK, Face.STRONG, size)
    y += gap
    for line in text:
        y += text_step
        write(image, (MARGIN, y - TEXT_SIZE // 4), line, QUIET, Face.PLAIN, TEXT_SIZE)


def _heading(design: CardDesign) -> tuple[int, list[str]]:
    """The size of the heading and its lines."""
    sizes = HEADINGS_ABOVE_TEXT if design.text else HEADINGS
    lines: list[str] = []
    for size, most in sizes:
        lines, whole = wrapped(design.heading, Face.STRONG, size, ROOM, most)
        if whole:
            return size, lines
    return sizes[-1][0], lines
