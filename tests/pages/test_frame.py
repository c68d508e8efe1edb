"""The frame: what it puts where, and what a page's policy allows."""

from __future__ import annotations

import pytest

from generator.pages.frame import (
    HEAD_SLOT,
    MARKED_ADDRESS,
    MARKED_BODY,
    MARKED_DESCRIPTION,
    MARKED_ROOT,
    MARKED_TITLE,
    POLICY_SLOT,
    Frame,
    FrameFault,
    PageParts,
    policy_meta,
    root_of,
)

MARKED = f"""<head>{POLICY_SLOT}
<title>{MARKED_TITLE}</title><meta content="{MARKED_DESCRIPTION}">
<link rel="canonical" href="https://x.example.org/{MARKED_ADDRESS}">
<script>theme()</script>
{HEAD_SLOT}</head>
<a href="{MARKED_ROOT}/topics/" data-pi-section="topics">Topics</a>
<a href="{MARKED_ROOT}/papers/" data-pi-section="papers">Papers</a>
{MARKED_BODY}"""


def parts(
    address: str = "papers/x/", title: str = "T", section: str = "", canonical: str | None = None
) -> PageParts:
    return PageParts(
        address=address, title=title, description="D", body="<h1>T</h1>", section=section, canonical=canonical
    )


def page_of(parts: PageParts) -> str:
    return Frame(MARKED, "Index").page(parts).decode()


def test_title_and_description_are_escaped_and_the_body_is_not() -> None:
    page = page_of(parts(title='A <b> & "c"'))
    assert "<title>A &lt;b&gt; &amp; &quot;c&quot;</title>" in page
    assert "<h1>T</h1>" in page


@pytest.mark.parametrize(
    ("address", "link"), [("", "./topics/"), ("a/", "../topics/"), ("a/b/c/", "../../../topics/")]
)
def test_links_of_the_frame_fit_the_depth_of_the_page(address: str, link: str) -> None:
    assert f'href="{link}"' in page_of(parts(address))


def test_the_current_section_is_marked_and_no_other() -> None:
    page = page_of(parts(section="papers"))
    assert page.count("aria-current") == 1
    assert '<a href="../../papers/" aria-current="true">' in page
    assert "data-pi-section" not in page


def test_a_way_to_another_page_names_that_page_as_canonical() -> None:
    assert "https://x.example.org/papers/x/" in page_of(parts())
    assert "https://x.example.org/papers/new/" in page_of(parts(canonical="papers/new/"))


def test_the_policy_names_the_inline_script_by_its_hash_and_allows_no_other() -> None:
    policy = policy_meta("<script>theme()</script>")
    # echo -n 'theme()' | openssl dgst -sha256 -binary | base64
    assert "'sha256-Rfr3GgHZFiXm+TmNr+li+0sZ4J9FGllo8jsXcJF5XZ8='" in policy
    assert "unsafe-inline" not in policy


def test_scripts_from_files_and_blocks_of_data_need_no_hash() -> None:
    assert "sha256" not in policy_meta(
        '<script src="x.js"></script><script type="application/json">{}</script>'
    )


@pytest.mark.parametrize(
    "mark", [MARKED_TITLE, MARKED_DESCRIPTION, MARKED_ROOT, MARKED_BODY, HEAD_SLOT, POLICY_SLOT]
)
def test_a_theme_without_a_marker_is_refused(mark: str) -> None:
    with pytest.raises(FrameFault):
        Frame(MARKED.replace(mark, ""), "Index")


def test_the_way_to_the_root() -> None:
    assert [root_of(address) for address in ("", "a/", "a/b/")] == [".", "..", "../.."]
