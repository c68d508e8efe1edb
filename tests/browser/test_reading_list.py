"""The reading list: kept in the browser, taken along whole, shared by link, never lost and never sent anywhere."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from playwright.sync_api import FilePayload, Page, expect

from generator.pages.wording import joined
from generator.text.foreign_words import kept_apart
from tests.support.accessibility import accessibility_violations
from tests.support.browser import OpenPage, Watch
from tests.support.static_server import StaticServer, serving

KEY = "paperindex.list:/attention-index/"
HOSTILE = '<img src=x onerror="document.title=1"> & {braces} \\alpha_1 100% #1 @home ~^| "q"\nsecond line: $x^2$\n\nER  - no end\n- [x] no task'


def at(page: Page, path: str) -> str:
    """The address of another page of the same site."""
    return page.url.partition("/attention-index/")[0] + "/attention-index/" + path


def saved(page: Page) -> dict[str, dict[str, object]]:
    """What the browser holds."""
    papers: dict[str, dict[str, object]] = json.loads(
        page.evaluate(f"localStorage.getItem({KEY!r})") or '{"papers":{}}'
    )["papers"]
    return papers


def put(page: Page, papers: dict[str, dict[str, object]]) -> None:
    """Hold these papers, as a former visit would have left them."""
    text = json.dumps({"version": 1, "papers": papers})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])


def titles(page: Page) -> list[str]:
    return page.locator(".pi-saved__title").all_inner_texts()


def entry(title: str, **fields: object) -> dict[str, object]:
    return {
        "title": title,
        "by": "Somebody",
        "date": "2025-01-02",
        "note": "",
        "saved": 1,
        "read": 0,
        **fields,
    }


THREE = {
    "kimi-linear": entry("Kimi Linear", saved=1000, note=HOSTILE, date="2025-10-30"),
    "mamba": entry("Mamba", saved=3000, read=5000, date="2023-12-01"),
    "a2mamba": entry("A2Mamba", saved=2000, date="2025-07-22"),
}


@pytest.fixture
def three(open_page: OpenPage) -> Page:
    """The list's page with three papers, the one saved last on top."""
    page = open_page("reading-list/")
    put(page, THREE)
    page.reload()
    expect(page.locator(".pi-saved")).to_have_count(3)
    return page


def exported(page: Page, label: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=label, exact=True).click()
    return Path(download.value.path()).read_text("utf-8")


def test_papers_are_saved_from_lists_papers_and_search_and_stay(open_page: OpenPage) -> None:
    page = open_page("topics/linear-attention/")
    card = page.locator(".pi-card").first
    first = card.locator("h3").inner_text()
    card.get_by_role("button", name="Reading list:").click()
    expect(card.get_by_role("button", name="Reading list:")).to_have_attribute("aria-pressed", "true")
    page.goto(at(page, "papers/dinat/"))
    links = page.get_by_role("list", name="Links")
    links.get_by_role("button", name=re.compile("^Save to the reading list: Dilated")).click()
    # Its name begins with what stands on it, before and after: so it can be called by voice.
    expect(links.get_by_role("button", name=re.compile("^Saved to the reading list: Dilated"))).to_have_text(
        "Saved"
    )
    page.goto(at(page, "search/?q=kimi+linear"))
    page.locator(".pi-search-result").first.get_by_role("button", name="Reading list: Kimi Linear").click()
    page.get_by_role("link", name="Reading list: 3 saved, 3 to read").click()
    expect(page.locator(".pi-saved")).to_have_count(3)
    assert titles(page)[0].startswith("Kimi Linear:")
    assert titles(page)[2] == first
    page.reload()
    expect(page.locator(".pi-saved")).to_have_count(3)
    expect(page.locator(".pi-saved__by").first).to_contain_text("30 October 2025")


def test_nothing_leaves_the_browser(open_page: OpenPage, site_server: StaticServer) -> None:
    page = open_page("papers/dinat/")
    asked: list[tuple[str, str, str | None]] = []
    page.context.on("request", lambda request: asked.append((request.method, request.url, request.post_data)))
    page.get_by_role("list", name="Links").get_by_role("button", name="Reading list:").click()
    page.get_by_role("link", name="Reading list: 1 saved").click()
    page.locator(".pi-saved summary").click()
    page.get_by_role("textbox", name="Note on").fill("a secret thought")
    page.get_by_role("checkbox", name="Read").check()
    page.wait_for_timeout(900)
    assert saved(page)["dinat"]["note"] == "a secret thought"
    assert asked
    for method, address, body in asked:
        assert (method, body) == ("GET", None)
        assert urlsplit(address).query == ""
        assert "secret" not in address
    assert page.context.cookies() == []


def test_read_notes_and_filters(three: Page) -> None:
    assert titles(three) == ["Mamba", "A2Mamba", "Kimi Linear"]
    three.get_by_role("radio", name="To read").check()
    assert titles(three) == ["A2Mamba", "Kimi Linear"]
    # It leaves the list as it is ticked, so there is no box left to ask; the focus goes on to the next one.
    three.get_by_role("checkbox", name="Read: A2Mamba").press("Space")
    expect(three.locator(".pi-saved")).to_have_count(1)
    expect(three.get_by_role("checkbox", name="Read: Kimi Linear")).to_be_focused()
    three.keyboard.press("Space")
    expect(three.locator(".pi-saved")).to_have_count(0)
    expect(three.get_by_text("Everything on the list is read.")).to_be_visible()
    expect(three.get_by_role("radio", name="To read")).to_be_focused()
    three.get_by_role("radio", name=re.compile("^Read")).check()
    three.get_by_role("checkbox", name="Read: Kimi Linear").press("Space")
    three.get_by_role("radio", name=re.compile("^Read")).check()
    assert titles(three) == ["Mamba", "A2Mamba"]
    three.get_by_role("radio", name="All").check()
    three.get_by_label("Sort by").select_option("Title")
    assert titles(three) == ["A2Mamba", "Kimi Linear", "Mamba"]
    three.get_by_label("Sort by").select_option("Newest paper")
    assert titles(three) == ["Kimi Linear", "A2Mamba", "Mamba"]
    three.get_by_label("Sort by").select_option("Saved first")
    assert titles(three) == ["Kimi Linear", "A2Mamba", "Mamba"]
    assert three.get_by_role("textbox", name="Note on Kimi Linear").input_value() == HOSTILE


def test_removing_can_be_undone_with_note_and_place(three: Page) -> None:
    three.get_by_role("button", name="Remove Kimi Linear").click()
    assert titles(three) == ["Mamba", "A2Mamba"]
    assert "kimi-linear" not in saved(three)
    expect(three.get_by_role("button", name="Undo")).to_be_focused()
    three.keyboard.press("Enter")
    assert titles(three) == ["Mamba", "A2Mamba", "Kimi Linear"]
    assert saved(three)["kimi-linear"] == THREE["kimi-linear"]
    expect(three.get_by_role("link", name="Kimi Linear")).to_be_focused()


def test_the_focus_stays_on_the_page_when_the_last_paper_is_gone(three: Page) -> None:
    for name in ["Mamba", "A2Mamba", "Kimi Linear"]:
        three.get_by_role("button", name=f"Remove {name}").click()
    three.locator(".pi-undo").get_by_role("button", name="Close").click()
    expect(three.get_by_role("link", name="topics", exact=True)).to_be_focused()


def test_a_paper_taken_off_by_its_button_comes_back_with_its_note(three: Page) -> None:
    three.goto(at(three, "papers/kimi-linear/"))
    button = three.get_by_role("list", name="Links").get_by_role("button", name="Reading list:")
    button.click()
    assert "kimi-linear" not in saved(three)
    button.click()
    assert saved(three)["kimi-linear"] == THREE["kimi-linear"]


def test_text_stays_text(three: Page) -> None:
    put(three, {"mamba": entry('<b onclick="x">bold</b><script>document.title="x"</script>')})
    three.reload()
    expect(three.locator(".pi-saved")).to_have_count(1)
    assert titles(three) == ['<b onclick="x">bold</b><script>document.title="x"</script>']
    assert three.locator(".pi-saved b, .pi-saved script, .pi-saved img").count() == 0
    assert three.title().startswith("Reading list")


def test_bibtex_holds_the_papers_own_entries_and_the_notes(three: Page, built_site: Path) -> None:
    text = exported(three, "BibTeX")
    library = parse_string(text)
    assert not library.failed_blocks
    assert [one.key for one in library.entries] == ["mamba", "a2mamba", "kimi-linear"]
    for one in library.entries:
        (own,) = parse_string((built_site / f"papers/{one.key}.bib").read_text("utf-8")).entries
        fields = {field.key: field.value for field in one.fields if field.key != "annote"}
        assert fields == {field.key: field.value for field in own.fields}
    annote = library.entries[2].fields_dict["annote"].value
    assert annote.count("{") == annote.count("}")
    three.get_by_role("checkbox", name="with my notes").uncheck()
    assert "annote" not in exported(three, "BibTeX")


def test_ris_and_csl_json_hold_the_papers_own_entries_and_the_notes(three: Page, built_site: Path) -> None:
    records = rispy.loads(exported(three, "RIS"))
    assert [record["id"] for record in records] == ["mamba", "a2mamba", "kimi-linear"]
    (own,) = rispy.loads((built_site / "papers/a2mamba.ris").read_text("utf-8"))
    assert records[1] == own
    items = json.loads(exported(three, "CSL-JSON"))
    (own_item,) = json.loads((built_site / "papers/mamba.csl.json").read_text("utf-8"))
    assert items[0] == own_item
    assert items[2]["annote"] == HOSTILE


@pytest.mark.parametrize(
    ("label", "name", "keeps_read"),
    [
        ("BibTeX", "list.bib", False),
        ("RIS", "list.ris", False),
        ("CSL-JSON", "list.json", False),
        ("Markdown", "list.md", True),
        ("All of it, for another browser", "list.json", True),
    ],
)
def test_what_goes_out_comes_in_again(
    three: Page, open_page: OpenPage, label: str, name: str, keeps_read: bool
) -> None:
    text = exported(three, label)
    other = open_page("reading-list/")
    other.get_by_label("A file").set_input_files(
        FilePayload(name=name, mimeType="text/plain", buffer=text.encode())
    )
    expect(other.locator(".pi-brought")).to_have_text("3 papers put on the list.")
    back = saved(other)
    assert set(back) == set(THREE)
    assert {key: one["note"] for key, one in back.items()} == {key: one["note"] for key, one in THREE.items()}
    assert {key for key, one in back.items() if one["read"]} == ({"mamba"} if keeps_read else set())


def test_bringing_in_merges_and_loses_nothing(three: Page) -> None:
    theirs = {
        "format": "paperindex-reading-list",
        "version": 1,
        "papers": [
            {"id": "kimi-linear", "title": "Kimi Linear", "note": "their note", "saved": 500, "read": 7000},
            {"id": "dinat", "title": "DiNAT", "note": "new", "saved": 9000, "read": 0},
            {"id": "../../evil", "title": "no id", "saved": 1},
        ],
    }
    three.get_by_label("Or a link, or text to paste").fill(json.dumps(theirs))
    three.get_by_role("button", name="Put on the list").click()
    expect(three.locator(".pi-brought")).to_have_text("1 paper put on the list, 1 was on it already.")
    now = saved(three)
    assert set(now) == {*THREE, "dinat"}
    assert now["mamba"] == THREE["mamba"]
    assert now["kimi-linear"]["note"] == f"{HOSTILE}\n\ntheir note"
    assert (now["kimi-linear"]["saved"], now["kimi-linear"]["read"]) == (500, 7000)
    three.get_by_label("Or a link, or text to paste").fill(json.dumps(theirs))
    three.get_by_role("button", name="Put on the list").click()
    expect(three.locator(".pi-brought")).to_contain_text("2 were on it already")
    assert saved(three)["kimi-linear"]["note"] == f"{HOSTILE}\n\ntheir note"


def test_papers_of_a_foreign_library_are_found_by_arxiv_id(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("404")
    page = open_page("reading-list/")
    foreign = """
        @article{gu2023, title = {Mamba}, eprint = {2312.00752}, archivePrefix = {arXiv}}
        @article{lou2025, title = {{A2Mamba}}, url = {https://arxiv.org/abs/2507.16624v2}}
        @book{knuth, title = {The {TeX}book}, year = 1984}
        """
    page.get_by_label("Or a link, or text to paste").fill(foreign)
    page.get_by_role("button", name="Put on the list").click()
    expect(page.locator(".pi-brought")).to_contain_text("2 papers put on the list, 1 not in this index:")
    expect(page.locator(".pi-brought li")).to_have_text("The TeXbook")
    assert set(saved(page)) == {"mamba", "a2mamba"}


@pytest.mark.parametrize(
    "reference",
    [
        # As Google Scholar writes a preprint, and then a paper of a conference.
        "@article{gu2023, title={Mamba: Linear-time sequence modeling}, journal={arXiv preprint arXiv:2312.00752}}",
        "@article{gu2023, title={Another title}, doi={10.48550/arXiv.2312.00752}, publisher={arXiv}}",
        "@inproceedings{gu2024, title={{Mamba}: Linear-Time Sequence Modeling with {S}elective State Spaces}}",
        "TY  - CONF\nT1  - Mamba: linear-time sequence modeling with selective state spaces\nER  - \n",
        '[{"id": "gu", "title": "Mamba", "container-title": "arXiv preprint arXiv:2312.00752"}]',
    ],
)
def test_foreign_references_are_found_by_what_they_have(
    open_page: OpenPage, watch: Watch, reference: str
) -> None:
    watch.expect("404")
    page = open_page("reading-list/")
    page.get_by_label("Or a link, or text to paste").fill(reference)
    page.get_by_role("button", name="Put on the list").click()
    expect(page.locator(".pi-brought")).to_have_text("1 paper put on the list.")
    assert set(saved(page)) == {"mamba"}


def test_a_note_with_a_link_to_a_list_is_a_note(open_page: OpenPage) -> None:
    """What a note says is nobody's list, whichever file it came in."""
    note = "see https://example.org/reading-list/#papers=dinat and papers/a2mamba/"
    theirs = {
        "format": "paperindex-reading-list",
        "version": 1,
        "papers": [{"id": "kimi-linear", "title": "Kimi Linear", "note": note, "saved": 500, "read": 0}],
    }
    markdown = f"- [ ] [Mamba](https://example.org/papers/mamba/)\n  > {note}\n"
    for text in [json.dumps(theirs), markdown]:
        page = open_page("reading-list/")
        page.get_by_label("Or a link, or text to paste").fill(text)
        page.get_by_role("button", name="Put on the list").click()
        expect(page.locator(".pi-brought")).to_have_text("1 paper put on the list.")
        ((key, one),) = saved(page).items()
        assert (key in text, one["note"]) == (True, note)


def test_links_in_the_midst_of_sentences_name_their_papers(open_page: OpenPage) -> None:
    page = open_page("reading-list/")
    page.get_by_label("Or a link, or text to paste").fill(
        "Read these (https://example.org/reading-list/#papers=mamba,kimi-linear).\n"
        "And <https://example.org/reading-list/#papers=dinat>, then https://example.org/papers/a2mamba/ too."
    )
    page.get_by_role("button", name="Put on the list").click()
    expect(page.locator(".pi-brought")).to_have_text("4 papers put on the list.")
    assert set(saved(page)) == {"mamba", "kimi-linear", "dinat", "a2mamba"}


def test_a_search_that_cannot_be_reached_is_no_word_on_what_the_index_has(
    open_page: OpenPage, watch: Watch
) -> None:
    # The key of the reference is looked at first, and names no paper.
    watch.expect("ERR_FAILED|404")
    page = open_page("reading-list/")
    page.route("**/search/**", lambda route: route.abort())
    reference = "@article{m, title={Mamba: Linear-Time Sequence Modeling with Selective State Spaces}}"
    field = page.get_by_role("textbox", name="Or a link, or text to paste")
    field.fill(reference)
    page.get_by_role("button", name="Put on the list").click()
    brought = page.locator(".pi-brought")
    expect(brought).to_contain_text("The search could not be reached")
    expect(brought).not_to_contain_text("not in this index")
    expect(brought.get_by_role("listitem")).to_contain_text("Mamba")
    # With the connection back one press is enough.
    page.unroute("**/search/**")
    expect(field).to_have_value(reference)
    page.get_by_role("button", name="Put on the list").click()
    expect(brought).to_have_text("1 paper put on the list.")


def test_the_list_has_the_dates_of_the_papers_pages(open_page: OpenPage) -> None:
    """Not those of their references, where a paper of a conference has only a year."""
    page = open_page("papers/camp/")
    page.get_by_role("list", name="Links").get_by_role("button", name="Reading list:").click()
    page.get_by_role("link", name="Reading list: 1 saved").click()
    expect(page.locator(".pi-saved__by")).to_have_text(re.compile(r" and 3 more · 6 January 2025$"))
    assert saved(page)["camp"]["date"] == "2025-01-06"


def test_authors_stand_on_the_list_as_on_cards(open_page: OpenPage) -> None:
    """All four of four, and names from the right in their order."""
    names = ["محمد علي", "יעל כהן", "Ann Lee", "Bo Ek"]
    page = open_page("reading-list/")
    record = {"title": "Mamba", "authors": names, "date": "2023-12-01"}
    page.route("**/papers/mamba.json", lambda route: route.fulfill(json=record))
    put(page, {"mamba": {"title": "Mamba", "saved": 1}})
    page.reload()
    expect(page.locator(".pi-saved__by")).to_have_text(
        f"{joined(tuple(map(kept_apart, names)))} · 1 December 2023"
    )


def test_text_without_papers_is_said_to_be_that(three: Page) -> None:
    three.get_by_label("Or a link, or text to paste").fill("hello")
    three.get_by_role("button", name="Put on the list").click()
    expect(three.locator(".pi-brought")).to_contain_text("No papers were found")
    assert saved(three) == THREE


def test_a_link_shares_papers_and_nothing_else(
    three: Page, open_page: OpenPage, site_server: StaticServer
) -> None:
    three.get_by_role("button", name="Copy the link").click()
    expect(three.get_by_text("Copied.")).to_be_visible()
    link = three.evaluate("navigator.clipboard.readText()")
    assert link == three.get_by_role("textbox", name="Link to these papers").input_value()
    assert urlsplit(link).fragment == "papers=mamba,a2mamba,kimi-linear"
    other = open_page("reading-list/" + link.partition("reading-list/")[2])
    expect(other.get_by_role("heading", name="Shared with you: 3 papers")).to_be_visible()
    expect(other.locator(".pi-shared li").first).to_contain_text("Mamba: Linear-Time")
    assert saved(other) == {}
    assert accessibility_violations(other) == []
    other.get_by_role("button", name="Put 3 papers on my list").click()
    expect(other.locator(".pi-saved")).to_have_count(3)
    assert [title.partition(":")[0] for title in titles(other)] == ["Mamba", "A2Mamba", "Kimi Linear"]
    assert "#" not in other.url
    assert all(one["note"] == "" and one["read"] == 0 for one in saved(other).values())
    assert not [asked for asked in site_server.served if "papers=" in asked.path]


def test_a_shared_link_can_be_declined_and_names_what_is_unknown(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("404")
    page = open_page("reading-list/#papers=mamba,no-such-paper,%3Cb%3E,../x")
    expect(page.get_by_role("heading", name="Shared with you: 1 paper")).to_be_visible()
    expect(page.get_by_text("1 paper of the link is not in this index.")).to_be_visible()
    page.get_by_role("button", name="Not now").click()
    expect(page.locator(".pi-shared")).to_be_hidden()
    expect(page.get_by_role("link", name="topics", exact=True)).to_be_focused()
    assert saved(page) == {}


@pytest.fixture
def renamed_site(built_site: Path, tmp_path: Path) -> Iterator[StaticServer]:
    """The site after two papers got new ids, one of them twice."""
    folder = tmp_path / "site"
    shutil.copytree(built_site, folder, copy_function=shutil.copyfile)
    aliases = {
        "old-mamba": "older-mamba",
        "older-mamba": "mamba",
        "a3mamba": "a2mamba",
        "round": "about",
        "about": "round",
    }
    (folder / "aliases.json").write_text(json.dumps(aliases), "utf-8")
    with serving(folder, base="/attention-index/") as server:
        yield server


def test_a_list_follows_renamed_papers(open_page: OpenPage, renamed_site: StaticServer) -> None:
    page = open_page("papers/mamba/", server=renamed_site)
    put(
        page,
        {
            "old-mamba": entry("Mamba as it was", note="kept", saved=10),
            "a3mamba": entry("A3", note="from the old id", saved=30, read=40),
            "a2mamba": entry("A2", note="from the new id", saved=20),
        },
    )
    page.goto(renamed_site.address("reading-list/"))
    expect(page.locator(".pi-saved")).to_have_count(2)
    now = saved(page)
    assert set(now) == {"mamba", "a2mamba"}
    assert now["mamba"]["note"] == "kept"
    assert set(str(now["a2mamba"]["note"]).split("\n\n")) == {"from the new id", "from the old id"}
    assert (now["a2mamba"]["saved"], now["a2mamba"]["read"]) == (20, 40)
    page.goto(renamed_site.address("reading-list/#papers=older-mamba"))
    expect(page.locator(".pi-shared li")).to_contain_text("(on your list)")


def test_a_paper_that_left_the_index_stays_on_the_list(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("404")
    page = open_page("reading-list/")
    put(page, {"gone-paper": {"title": "A Paper of the Past", "note": "mine", "saved": 5}})
    page.reload()
    expect(page.get_by_text("no longer in the index")).to_be_visible()
    assert saved(page)["gone-paper"]["note"] == "mine"


def test_two_tabs_keep_one_list(three: Page) -> None:
    other = three.context.new_page()
    other.goto(at(three, "reading-list/"))
    expect(other.locator(".pi-saved")).to_have_count(3)
    note = other.get_by_role("textbox", name="Note on Kimi Linear")
    note.fill("being written")
    three.get_by_role("checkbox", name="Read: A2Mamba").check()
    expect(other.get_by_role("checkbox", name="Read: A2Mamba")).to_be_checked()
    three.get_by_role("button", name="Remove Mamba").click()
    expect(other.locator(".pi-saved")).to_have_count(2)
    expect(note).to_be_focused()
    expect(note).to_have_value("being written")
    note.blur()
    expect(three.get_by_role("textbox", name="Note on Kimi Linear")).to_have_value("being written")
    now = saved(three)
    assert set(now) == {"kimi-linear", "a2mamba"}
    assert now["a2mamba"]["read"]


def test_notes_of_two_tabs_on_one_paper_are_both_kept(three: Page) -> None:
    other = three.context.new_page()
    other.goto(at(three, "reading-list/"))
    here = three.get_by_role("textbox", name="Note on Mamba")
    there = other.get_by_role("textbox", name="Note on Mamba")
    for page in (three, other):
        page.locator(".pi-saved", has_text="Mamba").first.locator("summary").click()
    # The field has the focus, but nothing is written in it: it follows the other tab.
    there.focus()
    here.fill("from the first tab")
    here.blur()
    expect(there).to_have_value("from the first tab")
    # Written in both before either is kept.
    there.evaluate("field => { field.value = 'from the second tab'; }")
    here.fill("the first tab again")
    here.blur()
    expect(there).to_have_value("from the second tab")
    there.blur()
    there.dispatch_event("change")
    both = "from the second tab\n\nthe first tab again"
    expect(here).to_have_value(both)
    expect(there).to_have_value(both)
    assert saved(three)["mamba"]["note"] == both


def test_a_note_is_kept_when_its_page_is_left_at_once(three: Page) -> None:
    three.locator(".pi-saved", has_text="A2Mamba").locator("summary").click()
    note = three.get_by_role("textbox", name="Note on A2Mamba")
    note.press_sequentially("left at once")
    three.evaluate("() => { location.href = '../about/'; }")
    three.wait_for_url("**/about/")
    assert saved(three)["a2mamba"]["note"] == "left at once"


def test_a_full_store_is_said_and_costs_nothing_that_was_kept(three: Page) -> None:
    three.evaluate("""() => {
      let piece = "x".repeat(1 << 20);
      for (let number = 0; piece.length > 0; ) {
        try { localStorage.setItem(`filler-${number}`, piece); number++; } catch { piece = piece.slice(0, piece.length >> 1); }
      }
    }""")
    three.goto(at(three, "papers/dinat/"))
    button = three.get_by_role("list", name="Links").get_by_role("button", name="Reading list:")
    button.click()
    expect(three.locator(".pi-warning")).to_contain_text("store is full")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert accessibility_violations(three) == []
    assert saved(three) == THREE
    three.evaluate(
        "for (const key of Object.keys(localStorage)) if (key.startsWith('filler')) localStorage.removeItem(key)"
    )
    button.click()
    assert set(saved(three)) == {*THREE, "dinat"}


def test_a_browser_that_keeps_nothing_says_so_and_still_exports(open_page: OpenPage) -> None:
    page = open_page("about/")
    page.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.goto(at(page, "reading-list/#papers=mamba,dinat"))
    page.get_by_role("button", name="Put 2 papers on my list").click()
    expect(page.locator(".pi-saved")).to_have_count(2)
    expect(page.locator("#pi-reading > .pi-status")).to_contain_text("does not let the site keep anything")
    assert "@" in exported(page, "BibTeX")
    page.goto(at(page, "papers/mamba/"))
    page.get_by_role("list", name="Links").get_by_role("button", name="Reading list:").click()
    expect(page.locator(".pi-warning")).to_contain_text("does not let the site keep anything")


def test_what_cannot_be_read_is_put_aside(open_page: OpenPage) -> None:
    page = open_page("papers/dinat/")
    page.evaluate(f"localStorage.setItem({KEY!r}, '{{broken')")
    page.reload()
    page.get_by_role("list", name="Links").get_by_role("button", name="Reading list:").click()
    assert set(saved(page)) == {"dinat"}
    assert page.evaluate(f"localStorage.getItem('{KEY}.damaged')") == "{broken"


def test_a_list_of_a_newer_version_is_not_touched(open_page: OpenPage) -> None:
    page = open_page("papers/dinat/")
    newer = json.dumps({"version": 2, "papers": {"mamba": entry("Mamba", stars=5)}})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, newer])
    page.reload()
    page.get_by_role("list", name="Links").get_by_role("button", name="Reading list:").click()
    expect(page.locator(".pi-warning")).to_contain_text("newer version")
    assert page.evaluate(f"localStorage.getItem({KEY!r})") == newer


def test_the_keyboard_does_everything(three: Page) -> None:
    three.get_by_role("radio", name="All").focus()
    three.keyboard.press("Tab")
    expect(three.get_by_label("Sort by")).to_be_focused()
    for role, name in (
        ("link", "Mamba"),
        ("checkbox", "Read: Mamba"),
        ("button", "Compare: Mamba"),
        ("button", "Remove Mamba"),
    ):
        three.keyboard.press("Tab")
        expect(three.get_by_role(role, name=name, exact=True)).to_be_focused()  # type: ignore[arg-type]  # roles of the table above
    three.keyboard.press("Tab")
    three.keyboard.press("Enter")
    three.keyboard.press("Tab")
    expect(three.get_by_role("textbox", name="Note on Mamba")).to_be_focused()
    three.keyboard.type("typed")
    three.keyboard.press("Tab")
    assert saved(three)["mamba"]["note"] == "typed"


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_is_accessible_and_fits(open_page: OpenPage, width: int, dark: bool) -> None:
    page = open_page("reading-list/", width=width, dark=dark)
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    assert accessibility_violations(page) == []
    put(page, THREE)
    page.reload()
    page.get_by_role("button", name="Remove Mamba").click()
    page.get_by_role("button", name="Copy the link").click()
    assert accessibility_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate("""() => [...document.querySelectorAll("#content :is(button, input, select, summary, label)")]
      .filter((one) => one.checkVisibility()).map((one) => [one.outerHTML.slice(0, 60), (one.closest("label") ?? one).getBoundingClientRect()])
      .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)""")
    assert small == []


def test_without_javascript_the_page_says_what_else_helps(open_page: OpenPage) -> None:
    page = open_page("reading-list/", javascript=False)
    expect(page.locator("#pi-reading p")).to_contain_text("needs JavaScript")


def test_every_control_of_a_paper_is_called_after_it(open_page: OpenPage) -> None:
    page = open_page("reading-list/")
    # As a link brought in without a connection leaves it: its title comes when there is one.
    put(page, {"mamba": entry("", by="", date=""), "dinat": entry("Dilated Neighborhood Attention")})
    page.reload()
    expect(page.locator(".pi-saved__title", has_text="Mamba: Linear-Time")).to_be_visible()
    for paper, title in (("mamba", "Mamba: Linear-Time"), ("dinat", "Dilated Neighborhood")):
        item = page.locator(".pi-saved", has=page.locator(f"a[href$='papers/{paper}/']"))
        for control in item.locator("input, textarea, summary, button").all():
            assert title in (control.get_attribute("aria-label") or "")


def test_who_comes_back_to_the_list_finds_what_was_chosen(three: Page) -> None:
    three.get_by_role("radio", name="To read").check()
    three.get_by_label("Sort by").select_option(label="Newest paper")
    expect(three.locator(".pi-saved")).to_have_count(2)
    assert titles(three) == ["Kimi Linear", "A2Mamba"]
    three.get_by_role("link", name="Kimi Linear", exact=True).click()
    three.wait_for_url("**/papers/**")
    three.go_back()
    expect(three.locator(".pi-saved")).to_have_count(2)
    assert titles(three) == ["Kimi Linear", "A2Mamba"]
    expect(three.get_by_role("radio", name="To read")).to_be_checked()
    expect(three.get_by_label("Sort by")).to_have_value("published")


def test_on_paper_titles_and_notes_are_printed(three: Page) -> None:
    note = three.get_by_role("textbox", name="Note on Kimi Linear")
    note.fill("First line\n" * 200 + "last line")
    three.locator(".pi-saved", has=note).get_by_role("checkbox", name="Read").check()
    three.locator(".pi-saved", has=note).locator("summary").click()
    three.emulate_media(media="print")
    expect(three.locator(".pi-saved__title").first).to_be_visible()
    printed = three.locator(".pi-saved__printed:visible")
    # The note as text, whole and also where it was folded up; a field would be cut at its own edge or that of the sheet.
    expect(printed.filter(has_text="First line")).to_contain_text("last line")
    box = printed.filter(has_text="First line").bounding_box()
    assert box is not None
    assert box["height"] > 200 * 10
    assert "read" in three.evaluate(
        "getComputedStyle(document.querySelector('.pi-saved--read .pi-saved__by'), '::after').content"
    )
    for part in (
        ".pi-list-tools",
        ".pi-along",
        ".pi-bring",
        ".pi-saved__ways >> nth=0",
        ".pi-saved__note >> nth=0",
    ):
        expect(three.locator(part)).to_be_hidden()


def test_former_ids_are_published(built_site: Path) -> None:
    aliases = json.loads((built_site / "aliases.json").read_text("utf-8"))
    for former, present in aliases.items():
        assert (built_site / f"papers/{former}/index.html").is_file()
        assert (built_site / f"papers/{present}.json").is_file()
