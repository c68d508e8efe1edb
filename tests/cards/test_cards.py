"""Social cards: what stands on them, that their bytes hold still, and that pages lead to them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from generator.cards import card_files as kept_cards
from generator.cards import lettering
from generator.cards.card_files import card_files
from generator.cards.drawing import HUES, ROOM, picture
from generator.cards.lettering import ELLIPSIS, Face, cut, width, wrapped, written
from generator.cards.plan import MOST_PAPERS, SITE_CARD, CardDesign, CardPlan, CardsAsAsked, authors_in_brief
from generator.indexes.hues import topic_hues
from generator.indexes.indexes import build_indexes
from generator.model.paper import Paper, Venue
from generator.model.site_identity import SiteIdentity
from generator.model.social_card import CARD_HEIGHT, CARD_WIDTH
from generator.working.reads import SEPARATOR, Reads
from tests.support.command_line import run_cli
from tests.support.kept_results import nothing_kept
from tests.support.papers import HERE, NOWHERE, a_library, a_paper
from tests.support.projects import make_project
from tests.support.repository import ROOT

A_CARD = CardDesign(
    address="cards/papers/kimi-linear.png",
    site="Small Index",
    label="Attention",
    heading="A First Paper on Attention",
    notes=("Ada Lovelace and Alan Turing", "NeurIPS 2025"),
    hue=1,
)


def plan_of(*papers: Paper, identity: SiteIdentity = HERE, wanted: bool | None = None) -> CardPlan:
    library = a_library(*papers)
    return CardPlan(library, build_indexes(library), identity, topic_hues(library), wanted=wanted)


def drawn(design: CardDesign) -> Image.Image:
    return Image.open(io.BytesIO(picture(design)))


# ---- the picture --------------------------------------------------------------------------------------


def test_a_card_is_a_small_palette_picture_of_the_agreed_size() -> None:
    content = picture(A_CARD)
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.mode, image.size) == ("PNG", "P", (CARD_WIDTH, CARD_HEIGHT))
    assert len(content) < 15_000


def test_the_same_design_gives_the_same_bytes_and_another_design_others() -> None:
    assert picture(A_CARD) == picture(replace(A_CARD))
    changes = ({"heading": "Another"}, {"label": "x"}, {"site": "x"}, {"notes": ("x",)}, {"hue": 2})
    assert all(picture(replace(A_CARD, **change)) != picture(A_CARD) for change in changes)


def test_the_band_has_the_colour_that_the_style_sheet_gives_the_topic() -> None:
    style = (ROOT / "site_templates/assets/site.css").read_text("utf-8")
    # Who asks for more contrast sees darker ones on the pages.
    style = style.partition("@media (prefers-contrast: more)")[0]
    for number, colour in enumerate(HUES):
        (written_colour,) = re.findall(rf"--hue-{number}: light-dark\(#(\w+),", style)
        assert bytes(colour).hex() == written_colour
        assert drawn(replace(A_CARD, hue=number)).convert("RGB").getpixel((5, 5)) == colour


def test_words_stay_inside_the_margins_however_long_they_are() -> None:
    endless = replace(
        A_CARD,
        heading="Supercalifragilistic" * 40,
        label="Topic " * 40,
        site="Index " * 40,
        notes=("Somebody, " * 40, "Journal " * 40),
        text="Words of all sorts. " * 40,
    )
    image = drawn(endless).convert("RGB")
    ground = image.getpixel((5, 300))
    sides = [
        image.crop((0, 101, 60, CARD_HEIGHT)),
        image.crop((CARD_WIDTH - 60, 101, CARD_WIDTH, CARD_HEIGHT)),
    ]
    assert all(side.getcolors() == [(side.width * side.height, ground)] for side in sides)


def test_a_heading_that_is_too_long_ends_in_an_ellipsis_behind_a_whole_word() -> None:
    lines, whole = wrapped("sparse attention " * 60, Face.STRONG, 52, ROOM, 5)
    assert not whole
    assert len(lines) == 5
    assert re.search(r"(sparse|attention)…$", lines[-1])
    assert all(width(line, Face.STRONG, 52) <= ROOM for line in lines)
    assert wrapped("sparse attention", Face.STRONG, 52, ROOM, 5) == (["sparse attention"], True)


def test_what_is_cut_fits_and_what_fits_is_not_cut() -> None:
    assert cut("short", Face.PLAIN, 34, 400) == "short"
    assert cut("x" * 500, Face.PLAIN, 34, 400).endswith(ELLIPSIS)
    assert all(
        width(cut("one, two " * 9, Face.PLAIN, 34, room), Face.PLAIN, 34) <= room
        for room in range(60, 500, 20)
    )


# ---- letters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("plain words", "plain words"),
        ("β-VAE, Δ, Řehoř, Представления, ệ", "β-VAE, Δ, Řehoř, Представления, ệ"),
        ("over ℝ and 𝔼", "over R and E"),
        ("a⋅b", "a·b"),
        ("e\u0301", "é"),
        ("注意力机制", None),
        ("الانتباه", None),
        ("\ud800", None),
    ],
)
def test_letters_that_the_face_lacks_are_replaced_by_their_like_or_not_written(
    text: str, result: str | None
) -> None:
    assert written(text) == result


def test_a_name_in_other_letters_is_counted_and_not_misspelled() -> None:
    assert authors_in_brief(a_paper(authors=("李 明", "Ana Ruiz"))) == "Ana Ruiz and 1 other"
    assert authors_in_brief(a_paper(authors=("李 明", "张 伟"))) == "2 authors"
    assert authors_in_brief(a_paper(authors=("A", "B", "C"))) == "A, B and C"
    assert authors_in_brief(a_paper(authors=("A", "B", "C", "D", "E"))) == "A, B, C and 2 others"
    assert authors_in_brief(a_paper(authors=("A", "B", "et al."))) == "A, B and others"
    assert authors_in_brief(a_paper(authors=(), author_count=1)) == "1 author"
    assert authors_in_brief(a_paper(authors=())) == ""


def test_without_the_package_of_the_faces_cards_are_drawn_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = picture(A_CARD)
    monkeypatch.setattr(lettering, "FACES_PACKAGE", "no_such_package")
    with nothing_kept():
        other = picture(A_CARD)
    assert Image.open(io.BytesIO(other)).size == (CARD_WIDTH, CARD_HEIGHT)
    assert other != usual


# ---- which page shows which card ----------------------------------------------------------------------


def test_papers_and_topics_have_their_own_card_and_other_pages_that_of_the_site() -> None:
    plan = plan_of(a_paper())
    shown = {
        page: plan.of_page(page) for page in ("papers/kimi-linear/", "topics/attention/page/2/", "new/", "")
    }
    assert {page: card and card.address for page, card in shown.items()} == {
        "papers/kimi-linear/": "cards/papers/kimi-linear.png",
        "topics/attention/page/2/": "cards/topics/attention.png",
        "new/": SITE_CARD,
        "": SITE_CARD,
    }


def test_a_formula_stands_on_the_card_in_plain_letters() -> None:
    (design,) = [
        one for one in plan_of(a_paper(title="Attention in $O(n^2)$")).designs if "papers" in one.address
    ]
    assert design.heading == "Attention in O(n²)"


def test_a_retracted_paper_says_so_and_a_title_in_other_letters_leaves_the_card_to_the_topic() -> None:
    plan = plan_of(
        a_paper("gone", status="retracted", venue=Venue("NeurIPS", 2025)),
        a_paper("far", title="注意力机制"),
    )
    (retracted,) = [one for one in plan.designs if one.address == "cards/papers/gone.png"]
    assert retracted.notes[-1] == "Retracted · NeurIPS 2025"
    card = plan.of_page("papers/far/")
    assert card is not None
    assert card.address == "cards/topics/attention.png"


def test_each_page_is_told_of_the_card_that_is_drawn() -> None:
    plan = plan_of(a_paper(), a_paper("far", title="注意力机制"), a_paper("gone", status="removed"))
    cards = {design.address: design.alt for design in plan.designs}
    assert cards.keys() == {SITE_CARD, "cards/topics/attention.png", "cards/papers/kimi-linear.png"}
    assert dict(CardsAsAsked(plan)) == {address: (address, alt) for address, alt in cards.items()}
    assert all(
        plan.design(address) is None for address in ("", "cards/site", "cards/papers/far.png", "site.png")
    )


def test_a_page_that_shows_a_card_is_not_one_that_looked_at_all_papers() -> None:
    plan, reads = plan_of(a_paper()), Reads()
    plan.watch(reads)
    with reads.gathered() as looked_up:
        for page in ("papers/kimi-linear/", "topics/attention/", "new/"):
            plan.of_page(page)
    assert {read.partition(SEPARATOR)[0] for read in looked_up} == {"cards"}


def test_there_are_no_cards_without_an_address_and_none_when_they_are_switched_off() -> None:
    for plan in (plan_of(a_paper(), identity=NOWHERE, wanted=True), plan_of(a_paper(), wanted=False)):
        assert plan.designs == ()
        assert plan.of_page("papers/kimi-linear/") is None


def test_a_very_large_index_has_cards_of_topics_only_unless_it_wants_more() -> None:
    papers = [a_paper(f"p{number}") for number in range(MOST_PAPERS + 1)]
    card = plan_of(*papers).of_page("papers/p7/")
    assert card is not None
    assert card.address == "cards/topics/attention.png"
    assert len(plan_of(*papers, wanted=True).designs) == MOST_PAPERS + 3


# ---- what is kept -------------------------------------------------------------------------------------


def test_a_card_is_drawn_once_and_again_when_what_is_kept_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawings: list[str] = []

    def counting(design: CardDesign) -> bytes:
        drawings.append(design.heading)
        return picture(design)

    monkeypatch.setattr(kept_cards, "picture", counting)
    (first,) = card_files([A_CARD], tmp_path)
    assert list(card_files([A_CARD], tmp_path)) == [first]
    assert len(drawings) == 1
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    whole = kept.read_bytes()
    for damaged in (whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1]), b"", b"\0" + whole[1:]):
        kept.write_bytes(damaged)
        assert list(card_files([A_CARD], tmp_path)) == [first]
        assert kept.read_bytes() == whole
    assert len(drawings) == 5
    (other,) = card_files([replace(A_CARD, heading="Corrected")], tmp_path)
    assert other != first
    assert drawings[-1] == "Corrected"


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    (made,) = card_files([A_CARD], blocked)
    assert made.content == picture(A_CARD)


# ---- the whole way ------------------------------------------------------------------------------------


def test_pages_name_their_cards_and_the_cards_are_there(built_site: Path) -> None:
    card = re.compile(
        r'<meta property="og:image" content="https://example\.github\.io/attention-index/([^"]+)">'
    )
    for page in ("papers/kimi-linear/", "topics/linear-attention/", "", "about/", "search/"):
        html = (built_site / page / "index.html").read_text("utf-8")
        (address,) = card.findall(html)
        with Image.open(built_site / address) as image:
            assert image.size == (CARD_WIDTH, CARD_HEIGHT)
        assert '<meta property="og:image:width" content="1200">' in html
        assert '<meta property="og:image:alt" content="' in html
        assert '<meta name="twitter:card" content="summary_large_image">' in html


def test_cards_are_small(built_site: Path) -> None:
    sizes = [path.stat().st_size for path in (built_site / "cards").rglob("*.png")]
    assert len(sizes) > 450
    assert sum(sizes) / len(sizes) < 15_000
    assert max(sizes) < 30_000


SETTINGS = """
    site_name: Small Index
    site_url: https://small.example.org/
    theme:
      name: material
    plugins:
      - paperindex:
          social_cards: {choice}
    """


def test_mkdocs_yml_switches_cards_off(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"mkdocs.yml": SETTINGS.format(choice="false")})
    run_cli("build", cwd=project).expect(0)
    html = (project / "site/papers/first-paper/index.html").read_text("utf-8")
    assert "og:image" not in html
    assert '<meta name="twitter:card" content="summary">' in html
    assert not (project / "site/cards").exists()


def test_a_setting_that_is_neither_on_nor_off_is_refused_in_words(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"mkdocs.yml": SETTINGS.format(choice="many")})
    refused = run_cli("build", cwd=project)
    assert refused.status != 0
    assert "write true or false" in refused.errors
    assert "Traceback" not in refused.errors
