"""Whether pages that stand still lead somewhere when something is gone."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from functools import partial
from pathlib import Path

from generator.pages.printer import texts_of_templates
from generator.working.known_leaves import KnownLeaves
from generator.working.workers import run_all
from generator.writing.links import LostFiles, PageLinks, may_be_written_out

PAGES_AT_ONCE = 1_000
"""Whose links are looked at in one go."""


def templates_may_link(templates: Sequence[Path], lost: Collection[str]) -> bool:
    """Whether a page that stands may link to one of the ``lost`` files. Those that the tool's templates print have looked up
    whatever they link to, so they are made anew when it goes; but a link may be written out in a template, and one of an
    index's own may make a link of anything.
    """
    *own, shipped = map(texts_of_templates, templates)
    return any(texts.items() - shipped.items() for texts in own) or any(
        may_be_written_out(lost, text) for text in shipped.values()
    )


def links_of_kept(
    read: Callable[[str], bytes],
    kept: KnownLeaves,
    lost: Iterable[str],
    there: Sequence[Container[str]],
    jobs: int,
) -> list[dict[str, tuple[str, str]]]:
    """What pages link to that were not made anew and may link to ``lost`` files, but for files that are ``there``, as `Notes`
    have it; for some pages each. ``read`` gives a page by its address, and ``jobs`` processes look.
    """
    lost_files = LostFiles(lost)
    pages = [address for address in kept.addresses() if address.endswith(".html")]

    def look(some: Sequence[str]) -> dict[str, tuple[str, str]]:
        links = PageLinks()
        for address in some:
            content = read(address)
            if lost_files.may_be_linked(address, content):
                links.read(posixpath.dirname(address), address, content)
        return {
            target: link
            for target, link in links.targets.items()
            if not any(target in files for files in there)
        }

    lots = [pages[start : start + PAGES_AT_ONCE] for start in range(0, len(pages), PAGES_AT_ONCE)]
    return run_all([partial(look, some) for some in lots], jobs)
