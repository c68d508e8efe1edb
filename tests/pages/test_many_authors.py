"""A paper of a whole collaboration has a page like any other."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from string import ascii_lowercase

import pytest
from bibtexparser.entrypoint import parse_string as parse_bibtex

from generator.model.many_authors import MOST_NAMED
from tests.support.command_line import run_cli
from tests.support.projects import files_in, make_project

LARGEST_PAGE = 200_000
NAMES = [f"Maximiliana {''.join(end).title()}bergerson" for end in product(ascii_lowercase, repeat=2)] + [
    f"Bartholomew {''.join(end).title()}stonefield" for end in product(ascii_lowercase, repeat=2)
]


def site_with(folder: Path, count: int) -> dict[str, bytes]:
    names = "".join(f"  - {name}\n" for name in NAMES[:count])
    entry = f"title: Measured by Many\nauthors:\n{names}date: 2024-03-01\ntopic: attention\n"
    make_project(folder, {"content/papers/measured.yml": entry})
    run_cli("build", cwd=folder).expect(0)
    return files_in(folder / "site")


def test_as_many_as_a_page_can_name_stand_there_with_every_form_of_reference(tmp_path: Path) -> None:
    site = site_with(tmp_path, MOST_NAMED)
    page = site["papers/measured/index.html"].decode()
    assert len(page) < LARGEST_PAGE
    assert page.count(NAMES[MOST_NAMED - 1].split()[1]) >= 6
    assert "names</details>" not in page
    assert f"The file names all {MOST_NAMED}" not in page


def test_of_more_the_page_names_the_first_and_its_files_all(tmp_path: Path) -> None:
    site = site_with(tmp_path, 1200)
    page = site["papers/measured/index.html"].decode()
    assert len(page) < LARGEST_PAGE
    assert page.count('name="citation_author"') == MOST_NAMED
    assert NAMES[MOST_NAMED - 1] in page
    assert NAMES[MOST_NAMED] not in page
    assert (
        f'and {1200 - MOST_NAMED} more, whom <a href="../measured.json">the record</a> names'
        in page.replace("../../papers/", "../")
    )
    assert page.count("The file names all 1,200 authors.") == 3
    (entry,) = parse_bibtex(site["papers/measured.bib"].decode()).entries
    assert str(entry.fields_dict["author"].value).count(" and ") == 1199
    # They have pages of their own all the same, and the list of authors leads there.
    assert "authors/bartholomew-aastonefield/index.html" in site


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl-json"])
def test_there_is_no_button_to_copy_what_is_not_there(tmp_path: Path, form: str) -> None:
    page = site_with(tmp_path, MOST_NAMED + 1)["papers/measured/index.html"].decode()
    assert f'data-pi-copy="cite-{form}"' not in page
    assert 'data-pi-copy="cite-apa"' in page
