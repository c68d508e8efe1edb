"""What gets installed is exact, checked by hash, and bound to no place on the network."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.support.command_line import run_program
from tests.support.repository import ROOT
from tools.environment import FROM_SOURCE, packages_from_source
from tools.lock import LOCKS

LOCK_FILES = sorted((ROOT / "requirements").glob("*.txt"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked(file: Path) -> dict[str, list[str]]:
    """Each requirement of a lock, as in `click==8.5.1 ; …`, with its hashes."""
    text = file.read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if line and not line.lstrip().startswith("#"):
            requirement, *hashes = re.split(r"\s+--hash=", line.strip())
            found[requirement] = hashes
    return found


def locked_versions(file: Path) -> dict[str, set[str]]:
    """Name to versions; a package may have one version for each system or Python."""
    versions: dict[str, set[str]] = {}
    for text in locked(file):
        requirement = Requirement(text)
        (specifier,) = requirement.specifier
        assert specifier.operator == "==", text
        versions.setdefault(canonicalize_name(requirement.name), set()).add(specifier.version)
    return versions


def test_there_is_a_lock_for_each_set_and_no_other() -> None:
    assert {file.stem for file in LOCK_FILES} == set(LOCKS)


@pytest.mark.parametrize("file", LOCK_FILES, ids=lambda file: file.name)
class TestEveryLock:
    def test_has_hashes_for_everything(self, file: Path) -> None:
        requirements = locked(file)
        assert requirements
        for requirement, hashes in requirements.items():
            assert hashes, requirement
            assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), requirement

    def test_names_no_address_and_no_option(self, file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        assert "://" not in text
        assert re.findall(r"^\s*-(?!-hash=)\S*", text, re.MULTILINE) == []


def test_the_tests_run_on_what_the_site_is_built_with() -> None:
    site, test = (locked_versions(ROOT / f"requirements/{name}.txt") for name in ("site", "test"))
    assert {name: test.get(name) for name in site} == site


def test_the_lock_answers_every_wish_of_the_project() -> None:
    versions = locked_versions(ROOT / "requirements/site.txt")
    wishes = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["build-system"]["requires"]]
    for wish in map(Requirement, wishes):
        found = versions[canonicalize_name(wish.name)]
        assert all(wish.specifier.contains(one) for one in found), f"{wish}: {found}"


def test_the_oldest_versions_are_those_of_the_lower_bounds() -> None:
    """What `make test-lowest` tries is what pyproject.toml promises, and its tools are those of the other tests."""
    versions = locked_versions(ROOT / "requirements/lowest.txt")
    for wish in map(Requirement, PYPROJECT["project"]["dependencies"]):
        (lowest,) = (one.version for one in wish.specifier if one.operator == ">=")
        (found,) = versions[canonicalize_name(wish.name)]
        assert Version(found) == Version(lowest), f"{wish}: {found}; run make lock"
    wanted, tools = (
        {
            line
            for line in (ROOT / f"requirements/{name}.in").read_text("utf-8").splitlines()
            if line[:1].isalpha()
        }
        for name in ("lowest", "test")
    )
    assert wanted <= tools


def test_each_dependency_keeps_to_known_bounds() -> None:
    wishes = {wish.name.lower(): wish for wish in map(Requirement, PYPROJECT["project"]["dependencies"])}
    assert not wishes["mkdocs"].specifier.contains("2.0")
    assert not wishes["mkdocs-material"].specifier.contains("9.7.6")
    assert not wishes["jinja2"].specifier.contains("3.1.5")
    assert all(list(wish.specifier) for wish in wishes.values())


def test_each_dependency_has_its_reason_in_the_map_of_the_code() -> None:
    table = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("## What each dependency is for\n")[2]
    rows = [line.split("|")[1] for line in table.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    told = {
        canonicalize_name(name.strip()) for row in rows[1:] for name in re.sub(r"\(.*?\)", "", row).split(",")
    }
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    wishes = [*PYPROJECT["project"]["dependencies"], *(wish for extra in extras for wish in extra)]
    assert told == {canonicalize_name(Requirement(wish).name) for wish in wishes}


def test_what_is_installed_fits_together() -> None:
    for distribution in distributions():
        for text in distribution.requires or ():
            wish = Requirement(text)
            if wish.marker is None or wish.marker.evaluate({"extra": ""}):
                assert wish.specifier.contains(version(wish.name), prereleases=True), (
                    f"{distribution.name}: {wish}"
                )


def test_no_file_names_the_place_packages_come_from() -> None:
    # Put together here, so that this file does not name them either.
    hosts = [
        ".".join(words)
        for words in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
    ]
    hosts += [".".join(words) for words in (("deb", "debian", "org"), ("jsdelivr", "net"), ("unpkg", "com"))]
    listed = run_program("git", "-C", ROOT, "ls-files", "-z").expect(0).output
    found = []
    for name in filter(None, listed.split("\0")):
        file = ROOT / name
        if file.is_file() and not file.is_symlink():
            text = file.read_bytes()
            found += [f"{name}: {host}" for host in hosts if host.encode() in text]
    assert found == []


def test_only_a_checker_of_the_tests_comes_as_source() -> None:
    """The setup of a source runs when it is installed; a site is made and published without one."""
    asking = {file.stem for file in LOCK_FILES if packages_from_source(file)}
    assert asking == {"test"}
    assert packages_from_source(ROOT / "requirements" / "test.txt") == list(FROM_SOURCE)
    # What it is built with is locked as well.
    assert "setuptools" in locked_versions(ROOT / "requirements" / "source.txt")
