"""Where a site is published, as everything that names its pages writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.published_place import folder_address
from generator.project import open_project


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://small.example.org", "https://small.example.org/"),
        ("https://small.example.org/index//", "https://small.example.org/index/"),
        ("https://bücher.example:8443/größe", "https://xn--bcher-kva.example:8443/gr%C3%B6%C3%9Fe/"),
        ("https://small.example.org/my papers/", "https://small.example.org/my%20papers/"),
        ("https://small.example.org/my%20papers/~ada", "https://small.example.org/my%20papers/~ada/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("https://..example/x", "https://..example/x/"),
    ],
)
def test_the_address_of_a_site_is_written_in_the_signs_of_addresses(typed: str, written: str) -> None:
    assert folder_address(typed) == written
    assert folder_address(written) == written


def test_a_project_tells_the_address_so(tmp_path: Path) -> None:
    settings = tmp_path / "mkdocs.yml"
    settings.write_text("site_name: S\nsite_url: https://bücher.example/x y\n", "utf-8")
    assert open_project(settings).site_url == "https://xn--bcher-kva.example/x%20y/"
