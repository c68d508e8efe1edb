"""Chinese and Japanese set no space between words: who types some signs of a title finds it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from generator.search.analysis import compounds, words_in
from tests.search.test_index_format import a_document, found
from tests.search.test_same_in_both_languages import in_page

TEXTS = {
    "注意力机制": ["注意", "意力", "力机", "机制"],
    "基于Transformer的注意力": ["基于", "transformer", "的注", "注意", "意力"],
    "深": ["深"],
    "GPT4模型，2024年": ["gpt4", "模型", "2024", "年"],
    "自己注意のモデル": ["自己", "己注", "注意", "意の", "のモ", "モテ", "テル"],
    "𠀀𠀁𠀂": ["𠀀𠀁", "𠀁𠀂"],
    "人々": ["人々"],
    # Korean sets spaces.
    "주의 기제": words_in("주의 기제"),
}
PAPERS = (
    a_document("survey", "深度学习中的注意力机制研究综述", authors=("李 明",)),
    a_document("memory", "长短期记忆网络", summary="用于语音识别。"),
    a_document("mixed", "基于Transformer的图像识别"),
    a_document("japanese", "音声認識のための自己注意モデル"),
    a_document("english", "Attention for Speech Recognition"),
)


@pytest.mark.parametrize(("text", "words"), TEXTS.items())
def test_each_sign_goes_with_the_next(text: str, words: list[str]) -> None:
    assert words_in(text) == words


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("注意力", ["survey"]),
        ("注意力机制", ["survey"]),
        ("注意力 综述", ["survey"]),
        ("记忆网络", ["memory"]),
        ("语音识别", ["memory"]),
        ("自己注意", ["japanese"]),
        ("Transformer图像", ["mixed"]),
        ('"注意力机制"', ["survey"]),
        ('"机制注意"', []),
        ("深度学习中的注意力机制研究综述", ["survey"]),
        ("识别 -transformer", ["memory"]),
    ],
)
def test_part_of_a_title_finds_it(query: str, keys: list[str]) -> None:
    assert found(PAPERS, query)[: len(keys) or None] == keys


def test_the_page_cuts_alike(search_page: Callable[..., Page]) -> None:
    texts = [*TEXTS, *(one.title for one in PAPERS)]
    cut = in_page(
        search_page(), "words.js", "return value.map((text) => [m.compounds(text), m.wordsIn(text)]);", texts
    )
    assert cut == [[compounds(text), words_in(text)] for text in texts]
