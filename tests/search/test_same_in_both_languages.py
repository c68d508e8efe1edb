"""Python builds the index and the page reads it: both must cut, stem, parse and rank alike."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page

from generator.search.analysis import compounds, squeezed, words_in, words_of
from generator.search.engine import answer
from generator.search.other_spellings import OTHER_BEGINNING, OTHER_WORD, other_spellings
from generator.search.query import parse_query
from generator.search.shard_reader import ShardStore
from generator.search.spelling import one_mistake, two_mistakes
from generator.search.stemming import STOP_WORDS, stem
from tests.search.small_site import own_documents

HERE = Path(__file__).parent
ODD_QUERIES = (
    'the of "" "unclosed phrase',
    '"attention" -"linear attention" kimi',
    "author:vaswani local",
    'author:"yu zhang" -title:linear',
    'author:"Zhang, Yu"',
    'author:"Y. Zhang" attention',
    'by:"asish vaswani"',
    '-author:"yu zhang" mamba',
    '-author:"Zhang, Yu" attention',
    "attention -self-attention -state-of-the-art -x.y",
    "author:he author:an",
    'attention optimisation behaviour centred "no such phrase in a title" analyses matrices',
    '"sparsity attention" model',
    '"the attention of the"',
    "attention 2023 (arXiv:2510.26692) [10.1000/none]",
    "nothing but 2510.99999 attention",
    "a pasted " + '"paragraph" -of +many words ' * 12,
    "title:sparse year:2020..2023 kind:method",
    "year:2024-2025 has:code -topic:sparse-attention",
    'topic:"linear attention" org:Google venue:icml tag:kv-cache',
    "foo:bar https://example.org/x?y=z",
    "+attention +speech recogn*",
    "𝐀𝐭𝐭𝐞𝐧𝐭𝐢𝐨𝐧 ﬂow β-VAE Σ d'Ascoli Łukasz",
    "selfattention transformerxl neighborhoodattention",
    "FlowFormer HaloNet YOLOv13 GPT4",
    "transfomer atention imge restoraton",
    "trnasfromer atetnoin resotratoin vasvanni dioffusoin quadrxtzc",
    "2510.26692 kimi",
    "https://huggingface.co/papers/2510.26692?x=y [link](https://ar5iv.labs.arxiv.org/html/2510.26692v2) kimi",
    "https://aclanthology.org/2020.acl-main.1.pdf",
    "https://dl.acm.org/doi/abs/10.48550/arXiv.2510.26692v1#sec",
    "doi.org/10.1000/none?utm_source=x",
    r"""\cite[p.~3]{zhang2025kimi} {\"O}zg{\"u}n M\'e {\o} {A}ttention \v{c}a \c c $\ell_2$ {{x} \\ \{""",
    "(Vaswani et al., 2017) vaswani-etal-2017-attention Et al et_al.'s metal et",
    "et al.",
    "ICML'25 attention ’98 '123 NeurIPS’17x",
    'attention AND NOT vision AND NOT "linear attention" NOT x',
    "Author: vaswani TITLE: attention -authors: he",
    "attention year > 2020 -year:>=2025 year :<2024 Year: 2023",
    "year:2020:2022 year:2021+ year:<=2025 year:>x year:=2020",
    'author:Y. Zhang by:Y.-L.Zhang -author:Y. Zhang author:"Zhang, Y. L." author:"Y. L." author:"Zhang, Asi',
    "Please find me the latest papers about linear attention paper with code github?",
    "how does linear attention work? ",
    "how do transformers work",
    "research on attention",
    "position paper",
    "auther:vaswani titel:attention titles:attention yaer:2020 autho:he",
    "doi:10.48550/arXiv.2510.26692",
    "how do transformers learn the topic structure of text and why does it matter",
    "\u2003attention\u0085linear\ufeff ",
    "\u0085",
    "\ufeff \x1c",
    "a",
    "-",
    "year:",
    "🙂 \U00010428 中文 注意力",
    "基于Transformer的注意力机制 注意力研究 自己注意のモデル",
    "x" * 300,
    "attention " * 40,
)


def in_page(page: Page, modules: str, body: str, value: Any) -> Any:
    """What ``body`` makes of ``value`` in the page, with the search's modules at hand."""
    script = f"async (value) => {{ const m = await import('./assets/search/{modules}'); {body} }}"
    return page.evaluate(script, value)


def judged_queries() -> list[str]:
    return [judged["query"] for judged in yaml.safe_load((HERE / "judged.yml").read_text("utf-8"))]


def corpus_texts() -> list[str]:
    """Titles, names and summaries of the corpus, and a sample of difficult lines."""
    texts = [
        text for d in own_documents() for text in (d.title, d.name, d.tldr, d.summary, *d.authors) if text
    ]
    return texts + (HERE / "difficult_lines.txt").read_text("utf-8").split("\n")


def test_the_corpus_gives_the_same_tokens(search_page: Callable[..., Page]) -> None:
    texts = corpus_texts()
    theirs = in_page(
        search_page(), "words.js", "return value.map((text) => m.wordsIn(text).map(m.stem))", texts
    )
    ours = [[stem(word) for word in words_in(text)] for text in texts]
    assert [pair for pair in zip(texts, ours, theirs, strict=True) if pair[1] != pair[2]] == []


def test_compounds_give_the_same_extra_words(search_page: Callable[..., Page]) -> None:
    parts = sorted({part for text in corpus_texts() for part in compounds(text)})
    theirs = in_page(
        search_page(),
        "words.js",
        "return value.map(m.wordsOf).map(({words, extra}) => [words, extra])",
        parts,
    )
    ours = [[list(words_of(part).words), list(words_of(part).extra)] for part in parts]
    assert [pair for pair in zip(parts, ours, theirs, strict=True) if pair[1] != pair[2]] == []


def test_every_assigned_character_is_a_letter_in_both_or_in_neither(search_page: Callable[..., Page]) -> None:
    """Characters that this Python does not know yet are left out: the browser's tables are younger."""
    assigned = [
        chr(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co") and chr(code) != "\x00"
    ]
    texts = [f"a{character} {character}b" for character in assigned]
    theirs = in_page(search_page(), "words.js", "return value.map(m.squeezed)", texts)
    different = [
        f"U+{ord(character):04X}"
        for character, text, other in zip(assigned, texts, theirs, strict=True)
        if squeezed(text) != other
    ]
    assert different == []


def invented_words() -> list[str]:
    chance = random.Random(7)
    endings = (
        "ing ed ies es s ly ational ization fulness ement ion y ey ay able ator iviti ll e yed eed".split()
    )
    return [
        "".join(chance.choice("aeioubcdfglmnprstvxyz") for _ in range(chance.randint(1, 7)))
        + chance.choice([*endings, ""])
        for _ in range(20_000)
    ]


def test_invented_words_have_the_same_stem(search_page: Callable[..., Page]) -> None:
    words = invented_words()
    theirs = in_page(search_page(), "words.js", "return value.map(m.stem)", words)
    assert [(w, stem(w), s) for w, s in zip(words, theirs, strict=True) if stem(w) != s] == []


def test_stems_are_those_of_lunr_js(search_page: Callable[..., Page]) -> None:
    """Held against the library itself, as MkDocs brings it: on every word of the corpus and on invented ones."""
    source = (resources.files("mkdocs") / "contrib/search/templates/search/lunr.js").read_text("utf-8")
    page = search_page()
    page.evaluate(f"() => {{ (function () {{ {source}\n }}).call(window); }}")
    found = {word for text in corpus_texts() for part in compounds(text) for word in words_of(part).words}
    words = [*sorted(word for word in found if re.fullmatch("[a-z]+", word)), *invented_words()]
    theirs = page.evaluate("(words) => words.map((word) => lunr.stemmer(new lunr.Token(word)).str)", words)
    assert [(w, stem(w), s) for w, s in zip(words, theirs, strict=True) if stem(w) != s] == []
    assert (
        page.evaluate("(words) => words.filter((word) => lunr.stopWordFilter(word))", sorted(STOP_WORDS))
        == []
    )


def test_both_leave_out_the_same_stop_words(search_page: Callable[..., Page]) -> None:
    theirs = in_page(search_page(), "words.js", "return [...m.stopWords]", None)
    assert set(theirs) == STOP_WORDS


def test_both_know_the_same_other_spellings(search_page: Callable[..., Page]) -> None:
    found = {word for text in corpus_texts() for part in compounds(text) for word in words_of(part).words}
    tables = {*OTHER_WORD, *OTHER_BEGINNING, *(f"{one}s" for one in OTHER_BEGINNING)}
    verbs = {f"optimi{letter}{end}" for letter in "sz" for end in ("e", "ed", "er", "ation", "ability", "x")}
    words = sorted({*found, *tables, *verbs, *invented_words()[:3000]})
    theirs = in_page(search_page(), "other-spellings.js", "return value.map(m.otherSpellings)", words)
    assert [(w, s) for w, s in zip(words, theirs, strict=True) if list(other_spellings(w)) != s] == []


def test_both_count_typing_mistakes_alike(search_page: Callable[..., Page]) -> None:
    chance = random.Random(11)
    pairs = [
        ["".join(chance.choice("abc") for _ in range(chance.randint(1, 7))) for _ in "12"]
        for _ in range(20_000)
    ]
    body = "return value.map(([one, other]) => [m.oneMistake(one, other), m.twoMistakes(one, other)])"
    theirs = in_page(search_page(), "plan.js", body, pairs)
    ours = [[one_mistake(*pair), two_mistakes(*pair)] for pair in pairs]
    assert [trio for trio in zip(pairs, ours, theirs, strict=True) if trio[1] != trio[2]] == []
    for (one, other), (_, is_near) in zip(pairs, ours, strict=True):
        assert is_near == (one[0] == other[0] and mistakes_between(one, other) <= 2), (one, other)


def mistakes_between(one: str, other: str) -> int:
    """How many letters have to be added, left out, replaced or swapped with their neighbour, by the usual table."""
    rows = [list(range(len(other) + 1))]
    for place, letter in enumerate(one):
        row = [place + 1]
        for number, own in enumerate(other):
            costs = [rows[-1][number + 1] + 1, row[number] + 1, rows[-1][number] + (letter != own)]
            if place and number and letter == other[number - 1] and one[place - 1] == own:
                costs.append(rows[-2][number - 1] + 1)
            row.append(min(costs))
        rows.append(row)
    return rows[-1][-1]


def test_queries_are_read_alike(search_page: Callable[..., Page]) -> None:
    queries = [*judged_queries(), *ODD_QUERIES]
    theirs = in_page(search_page(), "query.js", "return value.map(m.parseQuery)", queries)
    ours = [json.loads(json.dumps(asdict(parse_query(query)))) for query in queries]
    assert [trio for trio in zip(queries, ours, theirs, strict=True) if trio[1] != trio[2]] == []


def test_the_page_ranks_like_the_reference(search_page: Callable[..., Page], store: ShardStore) -> None:
    queries = [*judged_queries(), *ODD_QUERIES, *(d.title for d in own_documents()[::20])]
    body = """const search = new m.Search('./'); const out = [];
      for (const query of value) {
        const found = await search.answer(query);
        const said = [found.plan.slots.map((slot) => slot.corrected),
          found.plan.phrases.filter((phrase) => phrase.scattered).map((phrase) => phrase.text)];
        out.push([found.documents.length, found.complete, said, found.best(50).map((d) => [d, found.scores[d]])]);
      }
      return out;"""
    theirs = in_page(search_page(), "engine.js", body, queries)
    for query, other in zip(queries, theirs, strict=True):
        found = answer(store, query)
        ours = [[result.document, result.score] for result in found.results[:50]]
        said = [[slot.corrected for slot in found.plan.slots], list(found.scattered)]
        assert [len(found.results), found.complete, said, ours] == other, query


def test_a_heap_of_the_best_is_the_head_of_the_sorted_list(
    search_page: Callable[..., Page], store: ShardStore
) -> None:
    body = """const search = new m.Search('./');
      const found = await search.answer(value);
      return [1, 3, 10, 17].map((most) => found.best(most));"""
    theirs = in_page(search_page(), "engine.js", body, "attention")
    ours = [result.document for result in answer(store, "attention").results]
    assert theirs == [ours[:most] for most in (1, 3, 10, 17)]
