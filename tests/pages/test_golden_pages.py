"""What six true entries become."""

from __future__ import annotations

from generator.pages.frame import PageParts
from generator.pages.home_page import home_sections
from generator.pages.printer import at_depth
from tests.pages.small_pages import body_of, page_context, pages_of, sample_library
from tests.support.golden import Golden

SHOWN = (
    "authors/yu-zhang/",
    "listed/",
    "listed/2025-11-11/",
    "listed/2025-W50/",
    "papers/",
    "papers/dinat/",
    "papers/superlinear-attention/",
    "tags/sliding-window-attention/",
    "topics/",
    "topics/sparse-attention/",
    "years/",
    "years/2025/10/",
)


def page_text(page: PageParts) -> str:
    head = f"title: {page.title}\ndescription: {page.description}\nsection: {page.section}\n"
    return f"{head}\n{body_of(page)}\n"


def test_the_pages_of_a_small_true_sample(golden: Golden) -> None:
    pages = pages_of(sample_library())
    golden.within("pages").check_all(
        {f"{address.strip('/').replace('/', '--')}.html": page_text(pages[address]) for address in SHOWN}
    )


def test_the_front_page_of_a_small_true_sample(golden: Golden) -> None:
    context = page_context(sample_library())
    golden.within("home").check_all({"sections.html": at_depth(str(home_sections(context)), "")})
