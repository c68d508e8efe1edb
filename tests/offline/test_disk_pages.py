"""What a page loses on its way to the edition for a disk."""

from __future__ import annotations

from generator.offline.disk_edition import ONLY_ON_A_HOST, disk_page

PAGE = """<html><head>
<link rel="stylesheet" href="../assets/site.css">
<link rel="modulepreload" href="../assets/search/engine.js?63035c65">
<link rel="alternate" href="../feeds/all.xml">
<meta property="og:image" content="https://here.example/cards/site.png">
</head><body><a href="../papers/kimi-linear/">Kimi Linear</a></body></html>"""


def test_cards_stay_on_the_host_since_only_chats_look_at_them() -> None:
    assert ONLY_ON_A_HOST.fullmatch("cards/papers/kimi-linear.png")
    assert not ONLY_ON_A_HOST.fullmatch("papers/cards/index.html")


def test_nothing_on_a_page_is_fetched_from_the_host() -> None:
    kept = {"assets/site.css", "papers/kimi-linear/index.html"}
    html = disk_page("search/index.html", PAGE, kept=kept, online="https://here.example/")
    assert "modulepreload" not in html
    assert "alternate" not in html
    assert '<link rel="stylesheet" href="../assets/site.css">' in html
    assert '<a href="../papers/kimi-linear/index.html">' in html
