"""Style sheets and scripts under names that change with their content."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pages.assets import MissingIcon, site_assets

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M1 1"/></svg>'


def template_folder(place: Path, style: str, drawing: str = DRAWING) -> Path:
    for name, text in {"site.css": style, "site.js": "1;", "icons/mark.svg": drawing}.items():
        file = place / "assets" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return place


def test_another_content_has_another_address(tmp_path: Path) -> None:
    one = site_assets((template_folder(tmp_path / "one", "a{}"),))
    other = site_assets((template_folder(tmp_path / "two", "b{}"),))
    assert one.address_of("site.css") != other.address_of("site.css")
    assert one.address_of("site.js") == other.address_of("site.js")


def test_an_icon_is_drawn_into_the_style_sheet(tmp_path: Path) -> None:
    assets = site_assets((template_folder(tmp_path, 'a{mask:url("icon:mark")}'),))
    (style,) = (file.content.decode() for file in assets.files if file.address.endswith(".css"))
    assert 'url("data:image/svg+xml,%3Csvg' in style
    assert "<" not in style


def test_a_changed_drawing_changes_the_style_sheets_address(tmp_path: Path) -> None:
    style = 'a{mask:url("icon:mark")}'
    one = site_assets((template_folder(tmp_path / "one", style),))
    other = site_assets((template_folder(tmp_path / "two", style, DRAWING.replace("M1 1", "M2 2")),))
    assert one.address_of("site.css") != other.address_of("site.css")


def test_an_icon_that_nobody_drew_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingIcon, match="unicorn"):
        site_assets((template_folder(tmp_path, 'a{mask:url("icon:unicorn")}'),))


def test_an_indexs_own_file_wins_over_the_tools(tmp_path: Path) -> None:
    own, shipped = (
        template_folder(tmp_path / "own", "own{}"),
        template_folder(tmp_path / "shipped", "shipped{}"),
    )
    assets = site_assets((own, shipped))
    assert b"own{}" in {file.content for file in assets.files}
