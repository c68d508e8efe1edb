"""What fuzzing starts from and what it found: each input comes to a clean verdict, in time, without the fuzzer."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest
import yaml

from fuzz import targets
from fuzz.__main__ import SECONDS_AN_INPUT, TARGETS, command, main
from fuzz.seeds import seeds_of
from generator.text import mathml
from tests.support.kept_results import nothing_kept
from tests.support.repository import ROOT

FINDS = sorted((Path(__file__).parent / "finds").glob("*/*"))


@pytest.mark.parametrize("find", FINDS, ids=lambda find: f"{find.parent.name}-{find.name}")
def test_what_was_found_once_is_mended(find: Path) -> None:
    targets.TARGETS[find.parent.name](find.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_comes_to_a_verdict_in_time(name: str) -> None:
    seeds = list(seeds_of(name))
    assert len(seeds) > (300 if name != "importer" else 4)
    for seed in seeds:
        began = time.monotonic()
        targets.TARGETS[name](seed)
        assert time.monotonic() - began < SECONDS_AN_INPUT, seed[:200]


def test_every_find_has_its_target() -> None:
    assert FINDS
    assert {find.parent.name for find in FINDS} <= set(TARGETS) == set(targets.TARGETS)


def test_a_broken_promise_is_a_find(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mathml, "escape", lambda text: text)
    with nothing_kept(), pytest.raises((AssertionError, SyntaxError)):
        targets.tex(rb"$\text{<b>}$")


def test_the_command_bounds_time_and_memory(tmp_path: Path) -> None:
    words = command("tex", tmp_path, 7)
    assert words[:4] == [sys.executable, "-m", "fuzz.run", "tex"]
    assert {"-max_total_time=7", f"-timeout={SECONDS_AN_INPUT}"} <= set(words)
    assert any(word.startswith("-rss_limit_mb=") for word in words)
    assert len(list((tmp_path / "tex").iterdir())) > 300


def test_wrong_use_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    monkeypatch.setenv("FUZZ_SECONDS", "long")
    assert main([]) == 2
    assert "FUZZ_SECONDS" in capsys.readouterr().err


def test_every_pull_request_is_fuzzed_for_a_bounded_time() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text("utf-8"))
    job = workflow["jobs"]["fuzzing"]
    (run,) = [step["run"] for step in job["steps"] if "run" in step]
    seconds = re.fullmatch(r"make fuzz FUZZ_SECONDS=(\d+)", run)
    assert seconds is not None
    assert len(TARGETS) * int(seconds[1]) < 60 * job["timeout-minutes"] / 2
