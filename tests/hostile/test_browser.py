"""The hostile site in a real Chromium: every paper's page, every payload searched, saved and compared, and nothing runs.

A payload that ran would call `pwned()`, ask another host, move the page, put up a dialog or break the page's policy; the
`watch` of tests/support/browser.py sees the console, policy and requests, this file the rest.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from bibtexparser.entrypoint import parse_string as parse_bibtex
from playwright.sync_api import Dialog, Page, expect

from tests.exports.test_bibtex import words_of as words_of_tex
from tests.hostile.corpus import building_cases
from tests.hostile.judges import judged_bibtex, judged_csl, judged_ris, wanted_papers
from tests.support.browser import OpenPage, Watch
from tests.support.static_server import StaticServer, serving

CANARY = """
window.ran = [];
for (const name of ["pwned", "alert", "confirm", "prompt", "print", "open"])
  window[name] = (...words) => { window.ran.push(name + "(" + words.join() + ")"); };
const wait = window.setTimeout;
window.setTimeout = (then, pause, ...more) => wait(then, Math.min(pause ?? 0, 1), ...more);
addEventListener("message", (event) => window.ran.push("message " + event.data));
"""
"""Whatever a payload would do leaves a trace; and nobody waits until somebody has stopped typing."""
ELEMENTS_OF_RESULTS = frozenset(
    "a abbr article b br button circle code col colgroup dd details div dl dt em fieldset figure footer form g h2 h3 i input label "
    "legend li line main mark math mfrac mi mn mo mrow ms mspace msqrt mstyle msub msubsup msup mtext nav ol option "
    "p path rect section select small span strong summary svg table tbody td text textarea th thead time title tr ul".split()
)


@pytest.fixture
def page(open_page: OpenPage, hostile_server: StaticServer, watch: Watch) -> Iterator[Page]:
    """A page with canaries; afterwards none may have sung."""
    opened = open_page("offline/", server=hostile_server)

    def refuse(dialog: Dialog) -> None:
        watch.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    opened.on("dialog", refuse)
    opened.context.add_init_script(CANARY)
    yield opened
    assert opened.evaluate("window.ran ?? []") == []


def papers() -> list[str]:
    """The ids of all papers that may be saved and compared."""
    return sorted(wanted_papers())


def payloads() -> list[str]:
    """Every text that the cases put before readers, each once; long ones as somebody would paste them."""
    found = {payload[:200] for case in building_cases() for payload in case.payloads()}
    return sorted(payload for payload in found if not payload.startswith("https://"))


def elements_in(page: Page, selector: str) -> set[str]:
    """The names of all elements within; what has a handler, a style or an address that runs is named with it."""
    names: list[str] = page.evaluate(
        """(selector) => [...document.querySelectorAll(selector + ' *')].map((element) => {
          for (const { name, value } of element.attributes)
            if (/^on|^style$|^srcdoc$/i.test(name) || (/^(href|src|action)$/i.test(name) && /^\\s*(javascript|data|vbscript):/i.test(value)))
              return `${element.localName}[${name}=${value}]`;
          return element.localName;
        })""",
        selector,
    )
    return set(names)


def until_true(page: Page, words: str) -> None:
    """Wait for something in the page. Asked from outside, since the page's policy forbids whoever asks within it to read a
    text as a script, and Playwright does so when the first answer is no.
    """
    for _ in range(400):
        if page.evaluate(words):
            return
        page.wait_for_timeout(25)
    raise TimeoutError(words)


def test_what_runs_or_tries_to_is_noticed(
    open_page: OpenPage, hostile_server: StaticServer, watch: Watch
) -> None:
    watch.expect("policy|Policy|404")
    page = open_page("offline/", server=hostile_server)
    page.context.add_init_script(CANARY)
    page.goto(hostile_server.address("papers/plain-paper/"))
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img onerror=pwned() src=gone.png>')")
    until_true(page, "document.querySelector('img[onerror]').complete")
    assert [problem for problem in watch.problems if "script-src" in problem] != []
    assert elements_in(page, "body") >= {"img[onerror=pwned()]"}
    page.evaluate("setTimeout(() => pwned('x'), 0)")
    until_true(page, "window.ran.length > 0")
    assert page.evaluate("window.ran") == ["pwned(x)"]


def test_no_page_runs_anything(
    page: Page, hostile_server: StaticServer, hostile_site: Path, tmp_path: Path, watch: Watch
) -> None:
    """Every page of the site but those of single authors and organisations and further pages of a list, in frames."""
    found = [path.relative_to(hostile_site).as_posix() for path in sorted(hostile_site.rglob("index.html"))]
    shown = [address for address in found if not re.match(r"(?:authors|organisations)/.+/|.*/page/", address)]
    assert len(shown) > 250
    # A page of the site may frame nothing, its policy forbids it; so the frames stand on a page of another server.
    for start in range(0, len(shown), FRAMES_AT_ONCE):
        some = [address.removesuffix("index.html") for address in shown[start : start + FRAMES_AT_ONCE]]
        frames = "".join(f'<iframe src="{hostile_server.address(address)}"></iframe>' for address in some)
        (tmp_path / f"{start}.html").write_text(
            f"<!doctype html><link rel=icon href=data:,>{frames}", "utf-8"
        )
    with serving(tmp_path) as frame_server:
        watch.origins.add(frame_server.origin)
        for start in range(0, len(shown), FRAMES_AT_ONCE):
            page.goto(frame_server.address(f"{start}.html"))
            for frame in page.frames[1:]:
                assert frame.evaluate("window.ran") == [], frame.url
                assert frame.url.startswith(hostile_server.address("")), frame.url
        page.goto(hostile_server.address("offline/"))


FRAMES_AT_ONCE = 24
SEARCH_EACH = """async (payloads) => {
  for (const payload of payloads) {
    document.dispatchEvent(new CustomEvent("pi-search", { detail: payload, cancelable: true }));
    await new Promise((done) => setTimeout(done, 0));
    while (document.querySelector("#pi-search-page[aria-busy]")) await new Promise((done) => setTimeout(done, 1));
    if (window.ran.length) return [payload, ...window.ran];
  }
  return [];
}"""
TYPE_EACH = """async (payloads) => {
  const box = document.querySelector(".pi-search-input");
  box.focus();
  for (const payload of payloads) {
    box.value = payload;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    for (let turn = 0; turn < 4; turn++) await new Promise((done) => setTimeout(done, 1));
    if (window.ran.length) return [payload, ...window.ran];
  }
  return [];
}"""


def test_no_search_in_the_box_runs_anything(page: Page, hostile_server: StaticServer) -> None:
    page.goto(hostile_server.address("papers/plain-paper/"))
    box = page.get_by_role("combobox")
    box.fill("attention")
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.evaluate(TYPE_EACH, payloads()) == []
    box.fill("pwned")
    expect(page.get_by_role("option").first).to_be_visible()
    assert elements_in(page, "[role=listbox]") <= ELEMENTS_OF_RESULTS


def test_no_page_of_results_runs_anything(page: Page, hostile_server: StaticServer) -> None:
    """Some payloads as an address that somebody was sent, all of them one after the other in one page."""
    for payload in (
        "<script>pwned()</script>",
        '" onfocus=pwned() autofocus x="',
        "javascript:pwned()",
        "{{7*7}} pwned",
    ):
        page.goto(hostile_server.address(f"search/?q={quote(payload)}"))
        expect(page.locator("#pi-search-page:not([aria-busy])")).to_be_attached()
        assert page.evaluate("window.ran") == [], payload
        assert elements_in(page, "#pi-search-page") <= ELEMENTS_OF_RESULTS
    assert page.evaluate(SEARCH_EACH, payloads()) == []
    for query in ("warning", "formats", "attention"):
        assert page.evaluate(SEARCH_EACH, [query]) == []
        expect(page.locator(".pi-search-result").first).to_be_visible()
        assert elements_in(page, "#pi-search-page") <= ELEMENTS_OF_RESULTS


def test_what_was_found_is_taken_along_as_it_is(page: Page, hostile_server: StaticServer) -> None:
    wanted = wanted_papers()
    page.goto(hostile_server.address("search/?q=attention"))
    expect(page.locator("#pi-search-page:not([aria-busy])")).to_be_attached()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save CSV").click()
    text = saved.value.path().read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) > 30
    for row in rows:
        key = row["page"].rstrip("/").rpartition("/")[2]
        if key not in wanted:
            continue
        for cell in row.values():
            assert cell[:1] not in ("=", "+", "-", "@", "\\t", "＝", "＋", "－", "＠"), row
        assert row["title"].removeprefix("'") == wanted[key].title
    # Where the semicolon parts cells, a cell in quotes is still one.
    for line in text.splitlines()[1:]:
        assert line.startswith('"')
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.locator(".pi-search-status")).to_have_text("Copied.")
    library = parse_bibtex(page.evaluate("navigator.clipboard.readText()"))
    assert library.failed_blocks == []
    assert len(library.entries) == len(rows)
    for entry in library.entries:
        paper = wanted.get(entry.key)
        if paper is not None and not paper.has_formula:
            assert words_of_tex(entry.fields_dict["title"].value) == paper.title


def test_the_reading_list_runs_nothing_and_takes_along_what_it_holds(
    page: Page, hostile_server: StaticServer
) -> None:
    ids = [
        key for key in papers() if re.match(r"title-(?:bib.*|csv.*|script|slot-body|ris-.*)|authors-b", key)
    ]
    assert 10 < len(ids) < 25
    page.goto(hostile_server.address(f"reading-list/#papers={','.join(ids)}"))
    page.get_by_role("button", name=f"Put {len(ids)} papers on my list").click()
    expect(page.locator(".pi-saved")).to_have_count(len(ids))
    assert page.evaluate("window.ran") == []
    assert elements_in(page, "#pi-reading") <= ELEMENTS_OF_RESULTS
    shown = " ".join(page.locator("#pi-reading").inner_text().split())
    assert [wanted_papers()[key].title for key in ids if wanted_papers()[key].title not in shown] == []
    for form, judge in (("BibTeX", judged_bibtex), ("RIS", judged_ris), ("CSL-JSON", judged_csl)):
        with page.expect_download() as saved:
            page.get_by_role("button", name=form, exact=True).click()
        text = saved.value.path().read_text("utf-8")
        assert list(judge(text, wanted_papers())) == [], form
    page.reload()
    expect(page.locator(".pi-saved")).to_have_count(len(ids))
    assert page.evaluate("window.ran") == []


def test_comparing_runs_nothing(page: Page, hostile_server: StaticServer) -> None:
    ids = [key for key in papers() if re.match(r"title-[a-m]|tldr-|venue-|results-|tag-name-", key)]
    for start in range(0, len(ids), 5):
        some = ids[start : start + 5]
        if len(some) < 2:
            break
        page.goto(hostile_server.address(f"compare/?papers={','.join(some)}"))
        expect(page.locator("#pi-compare table")).to_be_visible()
        assert page.evaluate("window.ran") == [], some
        assert elements_in(page, "#pi-compare") <= ELEMENTS_OF_RESULTS
