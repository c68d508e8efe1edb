"""Links as abstracts have them: glued, bracketed, broken."""

from __future__ import annotations

import pytest

from generator.importing.abstract_links import links_in

EXAMPLES = [
    ("Code: https://github.com/example/net.", [("code", "https://github.com/example/net")]),
    ("Code (https://github.com/example/net), and more", [("code", "https://github.com/example/net")]),
    ("https://github.com/e/n{https://github.com/e/n}.", [("code", "https://github.com/e/n")]),
    ("at https://github.com/e/n{e-n}.", [("code", "https://github.com/e/n")]),
    ("at https://github.com/e/n.git.", [("code", "https://github.com/e/n")]),
    ("at www.github.com/e/n", [("code", "https://github.com/e/n")]),
    ("at http://GitHub.com/e/N", [("code", "https://github.com/e/N")]),
    ("on www.github.com.", []),
    ("at https://gitlab.com/e/n, soon", [("code", "https://gitlab.com/e/n")]),
    ("see https://example.github.io/net/.", [("project", "https://example.github.io/net/")]),
    (
        "see https://en.example.org/wiki/Net_(graph)).",
        [("project", "https://en.example.org/wiki/Net_(graph)")],
    ),
    ("The dataset is at https://github.com/e/d", [("data", "https://github.com/e/d")]),
    ("Code and data are at https://github.com/e/d", [("code", "https://github.com/e/d")]),
    ("https://huggingface.co/datasets/e/d", [("data", "https://huggingface.co/datasets/e/d")]),
    ("Everything is at https://zenodo.org/records/1", [("data", "https://zenodo.org/records/1")]),
    ("https://huggingface.co/e/m", [("model", "https://huggingface.co/e/m")]),
    ("https://huggingface.co/spaces/e/s", [("demo", "https://huggingface.co/spaces/e/s")]),
    ("A demo runs at https://example.org/net", [("demo", "https://example.org/net")]),
    ("https://youtu.be/abc", [("video", "https://youtu.be/abc")]),
    ("We follow https://arxiv.org/abs/1706.03762.", []),
    (
        "Code at https://github.com/e/n and https://gitee.com/e/n.",
        [("code", "https://github.com/e/n"), ("code", "https://gitee.com/e/n")],
    ),
    ("https://user:pass@github.com/e/n", []),
    ("https://localhost/x and http://127.0.0.1/x", []),
    ("javascript:alert(1) ftp://example.org/x", []),
]


@pytest.mark.parametrize(("abstract", "links"), EXAMPLES)
def test_links_are_found_trimmed_and_sorted(abstract: str, links: list[tuple[str, str]]) -> None:
    assert [(link.sort, link.address) for link in links_in(abstract)] == links
