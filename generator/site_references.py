"""Lists of references as pieces of the site: put together of the papers' own files, or of what was left of the last ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache, partial

from generator.exports.citation import file_address
from generator.exports.export_files import entry_in, list_again, list_of_references
from generator.exports.plan import export_plan
from generator.indexes.gatherings import Heading
from generator.model.output_file import OutputFile
from generator.model.paper import PaperKey
from generator.site_leaves import LISTS, Grounds, Leaf
from generator.site_reach import Edited
from generator.working.reads import digest_of

ENTRIES_REMEMBERED = 10_000
"""Of the papers' references in one format, while lists are made of them: some 15 MB in each process."""


def reference_lists(
    grounds: Grounds, read: Callable[[str], bytes], headings: Collection[Heading] | None = None
) -> Iterator[Leaf]:
    """The lists of references, or those under these ``headings``; ``read`` gives a file of a paper by its address."""
    context = grounds.context

    # A paper stands in a dozen lists.
    @lru_cache(maxsize=ENTRIES_REMEMBERED)
    def entry(address: str, name: str) -> bytes:
        return entry_in(read(address), name)

    for address, name, papers in context.exports.files(headings):
        make = partial(_only, list_of_references, address, name, papers, entry)
        yield Leaf(address, LISTS, digest_of(papers), make, papers=papers)


def lists_again(
    grounds: Grounds,
    lists: Iterable[Leaf],
    headings: Collection[Heading],
    edited: Edited,
    renewed: AbstractSet[PaperKey],
    read: Callable[[str], bytes],
    left: Callable[[str], bytes | None],
) -> Iterator[Leaf]:
    """Lists of references, under these ``headings``, to be made of what the last build left of them.

    Of the ``renewed`` papers files were written anew; ``read`` gives what lies at an address now, ``left`` what lay there.
    """
    exports = grounds.context.exports
    if edited.indexes is not None:
        exports = export_plan(grounds.library, edited.indexes, extent=grounds.context.extent)
    were = {address: (name, papers) for address, name, papers in exports.files(headings)}
    touched = edited.papers | renewed
    for leaf in lists:
        name, before = were.get(leaf.name, ("", ()))
        again = partial(_list_again, leaf, name, before, touched, read, left)
        yield leaf._replace(make=again) if before else leaf


def _list_again(
    leaf: Leaf,
    name: str,
    before: Sequence[PaperKey],
    touched: AbstractSet[PaperKey],
    read: Callable[[str], bytes],
    left: Callable[[str], bytes | None],
) -> Iterable[OutputFile]:
    def entry_before(key: PaperKey) -> bytes | None:
        file = left(file_address(key, name))
        return None if file is None else entry_in(file, name)

    def entry(key: PaperKey) -> bytes:
        return entry_in(read(file_address(key, name)), name)

    old = left(leaf.name)
    content = old and list_again(old, name, before, leaf.papers, touched, entry_before, entry)
    return (OutputFile(leaf.name, content),) if content else leaf.make()


def _only(make: Callable[..., OutputFile], *given: object) -> Iterator[OutputFile]:
    yield make(*given)
