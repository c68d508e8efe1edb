"""Papers are found by what the aliases of their tags abbreviate, and those first that have the abbreviation themselves."""

from __future__ import annotations

import hashlib
from pathlib import Path

from generator.model.entry_texts import EntryTexts
from generator.model.library import Library
from generator.model.topic import Tag
from generator.search.library_documents import LibraryDocuments
from tests.search.small_site import found_keys
from tests.support.papers import a_library, a_paper

BY_TAG = a_paper(
    "by-tag", title="Codes of Pictures", tags=("autoencoders",), tldr="Variational autoencoders for pictures."
)
BY_TEXT = a_paper(
    "by-text", title="Codes of Songs", summary="A long look at songs, at choirs, and last at one VAE."
)
OTHER = a_paper("other", title="Codes of Law", summary="Autoencoders are not allowed.")


def library_with(*aliases: str) -> Library:
    tag = Tag(key="autoencoders", name="Variational autoencoders", aliases=aliases)
    return a_library(BY_TAG, BY_TEXT, OTHER, tags=(tag,))


def found(library: Library, query: str) -> list[str]:
    return found_keys(LibraryDocuments(library), query)


def test_an_abbreviation_of_a_tag_finds_its_papers_behind_those_that_have_it() -> None:
    assert found(library_with("VAE"), "vae ") == ["by-text", "by-tag"]
    assert found(library_with("VAE"), "VAEs ") == ["by-text", "by-tag"]
    assert found(library_with(), "vae ") == ["by-text"]


def test_only_one_word_with_two_capitals_is_an_abbreviation() -> None:
    aliases = ("LoRA", "latent VAE", "Bayes", "beta-VAE", "generative")
    (document,) = (one for one in LibraryDocuments(library_with(*aliases)) if one.key == "by-tag")
    assert document.abbreviations == ("LoRA",)


def test_another_alias_gives_papers_of_the_tag_another_mark(tmp_path: Path) -> None:
    def marks(library: Library) -> dict[str, bytes]:
        # The texts of the entries are what they were.
        texts = {paper.source: hashlib.sha256(key.encode()).digest() for key, paper in library.papers.items()}
        told = LibraryDocuments(library).marks(EntryTexts("rules", texts), tmp_path)
        return dict(zip(library.papers, told, strict=True))

    before, after = marks(library_with("VAE")), marks(library_with("VAE", "AEVB"))
    assert [key for key in before if before[key] != after[key]] == ["by-tag"]
    assert marks(library_with("VAE", "a word")) == before
