"""Every page of the site: the list of families, each made in a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from generator.indexes.addresses import SEARCH
from generator.model.engine_site import EngineSite
from generator.model.output_file import Framed, OutputFile
from generator.model.paper import PaperKey
from generator.pages.changes_page import changes_page
from generator.pages.choice import ALL, Choice
from generator.pages.context import PageContext
from generator.pages.digest_pages import digest_pages
from generator.pages.field_page import compare_page, field_page
from generator.pages.frame import Frame, PageParts, finished_page, root_of
from generator.pages.home_page import home_sections
from generator.pages.messages_page import messages_page
from generator.pages.name_pages import (
    all_papers,
    author_pages,
    kind_pages,
    organisation_pages,
    tag_pages,
    venue_pages,
)
from generator.pages.offline_page import offline_page
from generator.pages.paper_pages import (
    is_of_paper,
    neighbours_in_topics,
    pages_together,
    paper_pages,
)
from generator.pages.printer import ROOT_MARK, at_depth
from generator.pages.reading_list_page import reading_list_page
from generator.pages.time_pages import time_pages
from generator.pages.told_apart import ToldApart, told_apart
from generator.pages.topic_pages import topic_pages
from generator.text.counting import counted
from generator.working.reads import WatchedMapping, digest_of

if TYPE_CHECKING:
    from generator.indexes.related_paper import RelatedPaper

PLANNED_AT_ONCE = 25
"""Papers: with all their files somewhat less than one process makes in one go."""
PRINTED_TOGETHER = 100
"""Papers: what is made for the pages of more would have to be fetched back from beyond a processor's own memory."""
HOME_MARK = "<!-- paperindex:home -->"
NOT_FOUND = "404.html"


class LaterPages(NamedTuple):
    """Pages of some papers that are planned once more where they are printed."""

    papers: Sequence[PaperKey]
    plan: Callable[[Sequence[PaperKey]], Iterator[PageParts]]
    """The pages of these papers."""


Planned: TypeAlias = PageParts | LaterPages


def planned_pages(
    context: PageContext, related: Mapping[PaperKey, tuple[RelatedPaper, ...]], *, are_compared: bool
) -> tuple[Sequence[Planned], ToldApart]:
    """Every generated page, told apart from all others; most bodies are still to be printed.

    ``are_compared`` says whether anybody wants to know now what each page is handed.
    """
    if are_compared:
        return told_apart(generated_pages(context, related))
    context.views.ready_for_all()
    # All plans at once take half the memory of all papers.
    pages, told = told_apart(
        generated_pages(context, related),
        lambda parts: not is_of_paper(parts),
        are_worded=context.is_watched,
    )
    neighbours = neighbours_in_topics(context)

    def plan(keys: Sequence[PaperKey]) -> Iterator[PageParts]:
        papers = [context.library.papers[key] for key in keys]
        return map(told.again, pages_together(context, papers, related, neighbours))

    keys = tuple(context.library.papers)
    later = [
        LaterPages(keys[start : start + PLANNED_AT_ONCE], plan)
        for start in range(0, len(keys), PLANNED_AT_ONCE)
    ]
    return [*later, *pages], told


def render_papers(
    context: PageContext,
    frame: Frame,
    keys: Iterable[PaperKey],
    related: Mapping[PaperKey, tuple[RelatedPaper, ...]],
) -> list[OutputFile]:
    """The pages of a few papers; papers related to them as far as they are known already."""
    neighbours = neighbours_in_topics(context)
    papers = [context.library.papers[key] for key in keys if key in context.library.papers]
    files: list[OutputFile] = []
    for start in range(0, len(papers), PRINTED_TOGETHER):
        pages = list(pages_together(context, papers[start : start + PRINTED_TOGETHER], related, neighbours))
        tags = [context.head_tags.of_page(parts, root_of(parts.address)) for parts in pages]
        files += [_framed(context, frame, parts, own) for parts, own in zip(pages, tags, strict=True)]
    return files


def generated_pages(
    context: PageContext, related: Mapping[PaperKey, tuple[RelatedPaper, ...]], choice: Choice = ALL
) -> Iterator[PageParts]:
    """The parts of every generated page, or of those that were chosen from the large families."""
    yield from topic_pages(context)
    yield from paper_pages(context, related, choice)
    yield from all_papers(context, choice)
    yield from tag_pages(context, choice)
    yield from kind_pages(context, choice)
    yield from author_pages(context, choice)
    yield from organisation_pages(context, choice)
    yield from venue_pages(context, choice)
    yield from time_pages(context, choice)
    yield from digest_pages(context)
    yield changes_page(context)
    yield field_page(context, related)
    if choice.has_page(SEARCH):
        yield search_page(context)
    if choice.is_all:
        # Nobody chooses these: nothing of any paper stands on them.
        yield compare_page(context)
        yield reading_list_page(context)
        yield offline_page(context)
        yield messages_page(context)


def search_page(context: PageContext) -> PageParts:
    """The page that search.js fills."""
    # Brings the stop words along, which take a while to load; a build after an edit of words does without.
    from generator.search.browser_files import browser_files, modules_behind

    return PageParts(
        address=SEARCH,
        title="Search",
        description=f"Search {counted(len(context.library.papers), 'paper')} by title, method, author, topic and idea.",
        body=context.printer.print("search.html"),
        head="".join(
            f'<link rel="modulepreload" href="{ROOT_MARK}/{module}">\n'
            for module in modules_behind("results.js", browser_files())
        ),
        section="search",
    )


def given_to(parts: PageParts, digests: dict[int, str], told: Callable[[object], str] = digest_of) -> str:
    """A digest of everything that a planned page was handed, but for the context.

    ``told`` makes the digest of one thing. ``digests`` remembers those by the things' identity: the pages of a list
    share most of what they get.
    """
    words = (parts.address, parts.title, parts.description, parts.body, parts.head, parts.section)
    given: list[object] = [*words, parts.canonical, parts.source]
    if parts.later is not None:
        given.append(parts.later.func.__name__)
        for value in parts.later.args:
            # What is looked up in a mapping is noted when it happens.
            if not isinstance(value, PageContext | WatchedMapping):
                known = digests.get(id(value))
                if known is None:
                    known = digests[id(value)] = told(value)
                given.append(known)
    return digest_of(given)


def set_into_frame(context: PageContext, frame: Frame, parts: PageParts) -> OutputFile:
    """The finished page."""
    return _framed(context, frame, parts, context.head_tags.of_page(parts, root_of(parts.address)))


def _framed(context: PageContext, frame: Frame, parts: PageParts, own: str) -> OutputFile:
    """The finished page; ``own`` are the tags of its head that are only its own."""
    root = root_of(parts.address)
    body = parts.printed().encode().replace(ROOT_MARK.encode(), root.encode())
    head = f"{at_depth(parts.head, parts.address) if parts.head else ''}{own}".encode()
    is_whole = parts.whole_frame and parts.canonical is None
    before, after = context.head_of_all(root, is_whole)
    head_of_page = b"".join((before, head, b"\n" if own and after else b"", after))
    html = frame.page(parts, body=body, head=head_of_page, root=root)
    framed = Framed(f"{root} {parts.section} {parts.whole_frame} {is_whole}", (head, body))
    return OutputFile(f"{parts.address}index.html", html, parts.source, framed)


def written_pages(context: PageContext, engine: EngineSite) -> Iterator[OutputFile]:
    """The hand-written pages that the engine rendered, finished."""
    for address, path in engine.files.items():
        if not address.endswith(".html"):
            continue
        html = path.read_text(encoding="utf-8")
        folder = address.removesuffix("index.html")
        if HOME_MARK in html:
            html = html.replace(HOME_MARK, at_depth(str(home_sections(context)), folder))
        # The page for unknown addresses is served at any depth, so its links start at the host's root.
        root = site_path(engine) if address == NOT_FOUND else root_of(folder)
        section = folder.strip("/")
        tags = context.head_tags
        told = tags.of_any(root) if address == NOT_FOUND else tags.of_written(html, folder, root)
        html = finished_page(html, f"{context.assets.head(root)}\n{told}\n", section)
        yield OutputFile(address, html.encode("utf-8"))


def site_path(engine: EngineSite) -> str:
    """Where the site lies on its host, without the final slash."""
    return urlsplit(engine.identity.url or "").path.rstrip("/")
