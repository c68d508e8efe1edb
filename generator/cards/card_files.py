"""The pictures of all cards, drawn once and kept between builds.

A kept picture lies under its page's name and begins with two digests: of everything that was drawn, and of the picture.
What was drawn otherwise, is damaged or cut short is drawn anew; a folder that cannot be used is as good as none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from functools import cache
from pathlib import Path

from generator.cards.drawing import picture
from generator.cards.lettering import faces_digest
from generator.cards.plan import CardDesign
from generator.model.output_file import OutputFile
from generator.working.kept_files import keep_file, kept_file

DIGEST_BYTES = hashlib.sha256().digest_size


def card_files(designs: Iterable[CardDesign], kept: Path) -> Iterator[OutputFile]:
    """The cards' files; ``kept`` is the cache's folder for them."""
    for design in designs:
        yield OutputFile(design.address, _kept_or_drawn(design, kept))


def _kept_or_drawn(design: CardDesign, folder: Path) -> bytes:
    file = folder / f"{design.address}.kept"
    wanted = hashlib.sha256(f"{drawing_rules()}{astuple(design)!r}".encode()).digest()
    kept, _ = kept_file(file) or (b"", 0)
    content = kept[2 * DIGEST_BYTES :]
    if kept[: 2 * DIGEST_BYTES] == wanted + hashlib.sha256(content).digest():
        return content
    content = picture(design)
    keep_file(file, wanted + hashlib.sha256(content).digest() + content)
    return content


@cache
def drawing_rules() -> str:
    """A digest of all that a picture depends on besides its design: this room's code, the letters, Pillow."""
    import PIL
    from PIL import features

    parts = (PIL.__version__, features.version("freetype2"), features.version("zlib"), faces_digest())
    digest = hashlib.sha256(" ".join(map(str, parts)).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
