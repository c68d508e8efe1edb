"""The small site of the search, served once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from generator.search.shard_reader import ShardStore
from tests.search.small_site import own_documents, store_of, write_site
from tests.support.browser import OpenPage
from tests.support.static_server import StaticServer, serving


@pytest.fixture(scope="session")
def search_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small site over this repository's papers."""
    folder = tmp_path_factory.mktemp("search-site")
    write_site(folder, own_documents())
    return folder


@pytest.fixture(scope="session")
def search_server(search_site: Path) -> Iterator[StaticServer]:
    """The small site below a path, as project pages are."""
    with serving(search_site, base="/index/") as server:
        yield server


@pytest.fixture(scope="session")
def store() -> ShardStore:
    """The reference engine over this repository's papers."""
    return store_of(own_documents())


@pytest.fixture
def search_page(open_page: OpenPage, search_server: StaticServer) -> Callable[..., Page]:
    """Opens a page of the small site: ``search_page("search/?q=kimi", width=390)``."""

    def opened(path: str = "", **options: Any) -> Page:
        return open_page(path, server=search_server, **options)

    return opened
