"""Work shared among processes: the same results, whatever becomes of a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from generator.working import workers
from generator.working.processors import MOST_WORKERS, usual_workers
from generator.working.work import Watch, timed
from generator.working.workers import Promise, as_ready, beside, promised, promised_in_turn, run_all


@pytest.fixture(params=["short", "long"])
def round_of_work(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With copies that stay until the end, and with copies that make room for others as soon as they can."""
    if request.param == "long":
        monkeypatch.setattr(workers, "TASKS_OF_A_COPY", 1)
        monkeypatch.setattr(workers, "MOST_STRETCHES", 7)


in_rounds = pytest.mark.usefixtures("round_of_work")


def squared(number: int) -> tuple[int, int]:
    time.sleep(0.01)
    return number * number, os.getpid()


@in_rounds
@pytest.mark.parametrize("processes", [1, 2, 3, 50])
def test_results_come_in_the_order_of_the_tasks(processes: int) -> None:
    heard: list[tuple[int, int]] = []
    results = run_all([partial(squared, number) for number in range(20)], processes, heard.append)
    assert [value for value, _ in results] == [number * number for number in range(20)]
    assert sorted(heard) == sorted(results)
    used = {process for _, process in results}
    assert (len(used) > 1) == (processes > 1)


def test_in_a_long_round_copies_make_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "TASKS_OF_A_COPY", 4)
    results = run_all([partial(squared, number) for number in range(21)], 2)
    assert [value for value, _ in results] == [number * number for number in range(21)]
    done = Counter(process for _, process in results)
    assert len(done) >= 5
    assert max(done.values()) == 4
    assert os.getpid() not in done


def test_a_copy_that_took_much_memory_makes_room_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "GROWTH_OF_A_COPY", 30 << 20)
    monkeypatch.setattr(workers, "TASKS_OF_A_COPY", 10)

    def filled(size: int) -> int:
        assert len(b"x" * size) == size
        time.sleep(0.02)
        return os.getpid()

    sizes = [60 << 20, *[1] * 20]
    done = run_all([partial(filled, size) for size in sizes], 2)
    assert done.count(done[0]) == 1
    assert len(set(done)) >= 3


def test_a_result_is_there_while_others_are_awaited(tmp_path: Path) -> None:
    """The last tasks wait for what is done with the first results."""

    def seen(number: int) -> bool:
        for _ in range(500 if number > 20 else 0):
            if (tmp_path / "seen").exists():
                return True
            time.sleep(0.01)
        return False

    found = []
    for number, result in enumerate(as_ready([partial(seen, number) for number in range(24)], 2)):
        found.append(result)
        if number == 2:
            (tmp_path / "seen").touch()
    assert found == [False] * 21 + [True] * 3


def test_whoever_wants_no_more_results_leaves_no_copy_behind() -> None:
    before = children()
    results = as_ready([partial(squared, number) for number in range(50)], 3)
    assert next(iter(results))[0] == 0
    assert children() > before
    results.close()
    assert children() <= before


def test_more_tasks_than_a_pipe_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "TASKS_OF_A_COPY", 3_000)
    assert run_all([partial(abs, -number) for number in range(20_001)], 2) == list(range(20_001))


def test_no_work_is_no_trouble() -> None:
    assert run_all([], 4) == []


@in_rounds
def test_a_fault_is_told_as_without_copies() -> None:
    def faulty() -> int:
        raise FileNotFoundError("the ninth page")

    tasks: list[Callable[[], int]] = [*(partial(pow, 2, number) for number in range(8)), faulty]
    with pytest.raises(FileNotFoundError, match="the ninth page"):
        run_all(tasks, 3)


@in_rounds
def test_what_a_killed_copy_leaves_is_done_again() -> None:
    here = os.getpid()

    def once_deadly(number: int) -> int:
        time.sleep(0.02)
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert run_all([partial(once_deadly, number) for number in range(6)], 3) == list(range(6))
    assert list(as_ready([partial(once_deadly, number) for number in range(9)], 3)) == list(range(9))


@in_rounds
def test_a_result_that_cannot_be_carried_is_made_here() -> None:
    def maker() -> Callable[[], int]:
        time.sleep(0.02)
        return lambda: 7

    assert [make() for make in run_all([maker] * 4, 2)] == [7, 7, 7, 7]


def test_a_killed_build_takes_its_copies_along() -> None:
    script = (
        "import os, time\n"
        "from generator.working.workers import run_all\n"
        "def slow():\n"
        "    os.write(1, b'%d\\n' % os.getpid())\n"
        "    time.sleep(60)\n"
        "run_all([slow, slow], 2)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        processes = [int(running.stdout.readline()) for _ in range(2)]
        running.kill()
    (copy,) = [process for process in processes if process != running.pid]
    for _ in range(200):
        if not alive(copy):
            break
        time.sleep(0.05)
    assert not alive(copy)


def alive(process: int) -> bool:
    """Whether a process is still at work; one that only waits to be buried is not."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as stream:  # noqa: PTH123
            return stream.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children() -> set[str]:
    """The processes that this one started; a browser of other tests may be among them."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split())


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    before = children()
    yield
    assert children() <= before


def test_something_goes_on_beside(tmp_path: Path) -> None:
    def leave_a_file() -> None:
        time.sleep(0.05)
        (tmp_path / "made").write_text(str(os.getpid()), "utf-8")

    with beside(leave_a_file, 2) as wait:
        assert not (tmp_path / "made").exists()
        wait()
        assert (tmp_path / "made").read_text("utf-8") != str(os.getpid())
        wait()
    with beside(lambda: pytest.fail("with one worker nothing runs beside"), 1) as wait:
        wait()


def test_what_runs_beside_ends_with_a_fault_here_and_its_own_faults_are_silent(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(KeyError), beside(linger, 2):
        raise KeyError("here")
    assert time.monotonic() - began < 30
    nothing: dict[str, object] = {}
    with beside(lambda: nothing["there"], 2) as wait:
        wait()


def test_a_copy_goes_on_while_nobody_listens(tmp_path: Path) -> None:
    mark = tmp_path / "second"
    with promised_in_turn([lambda: "x" * 1_000_000, mark.touch], 2) as (first, _):
        until = time.monotonic() + 10
        while not mark.exists() and time.monotonic() < until:
            time.sleep(0.01)
        assert mark.exists()
        assert first() == "x" * 1_000_000


def linger() -> None:
    """Work for a minute. One long sleep would not do: a signal that comes just before it begins does not end it."""
    for _ in range(6_000):
        time.sleep(0.01)


def test_promises_are_kept_by_one_copy_in_turn() -> None:
    loaded: list[int] = []

    def load() -> int:
        loaded.append(os.getpid())
        return os.getpid()

    with promised_in_turn([load, lambda: (list(loaded), "x" * 1_000_000)], 2) as (first, second):
        assert second()[0] == [first()] != [os.getpid()]
        assert first() == first()
    assert loaded == []
    with promised_in_turn([load], 1) as (here,):
        assert here() == os.getpid()


def test_what_a_copy_cannot_keep_is_done_here_and_what_nobody_asks_for_is_not_waited_for() -> None:
    here = os.getpid()

    def fail_elsewhere() -> str:
        if os.getpid() != here:
            raise KeyError("there")
        return "here"

    with promised_in_turn([lambda: "kept", fail_elsewhere, os.getpid], 2) as (kept, failed, after):
        assert (kept(), failed(), after()) == ("kept", "here", here)
    began = time.monotonic()
    with promised_in_turn([lambda: "kept", linger], 2) as (kept, _):
        assert kept() == "kept"
    assert time.monotonic() - began < 30


def test_a_copy_that_nobody_waits_for_any_more_tidies_up(tmp_path: Path) -> None:
    def make_a_mess() -> None:
        (tmp_path / "half a file").touch()
        try:
            linger()
        finally:
            (tmp_path / "half a file").unlink()

    began = time.monotonic()
    with promised_in_turn([make_a_mess], 2):
        while not (tmp_path / "half a file").exists():
            assert time.monotonic() - began < 30
            time.sleep(0.01)
    assert not (tmp_path / "half a file").exists()
    assert time.monotonic() - began < 30


def test_as_many_processes_as_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)))
    assert usual_workers() == MOST_WORKERS
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3})
    assert usual_workers() == 1


def test_steps_of_one_name_add_up() -> None:
    watch = Watch()
    result, step = timed("pages", lambda: sum(range(1000)))
    watch.add(step)
    watch.add(step)
    with watch.step("read"):
        pass
    assert result == 499500
    assert list(watch.steps) == ["pages", "read"]
    assert watch.steps["pages"].seconds == 2 * step.seconds


def megabytes_in_use() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.parametrize("share", [lambda: run_all([int, int], 2), lambda: in_a_copy(int)])
def test_a_large_process_hands_back_what_is_free_before_it_is_copied(
    share: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "MUCH_MEMORY", 0)
    freed = [bytes(50_000) for _ in range(1_000)]
    # What was taken last stays: the system gets back by itself only what lies behind everything in use.
    stays = bytes(50_000)
    del freed
    before = megabytes_in_use()
    share()
    assert megabytes_in_use() < before - 30
    assert stays


def in_a_copy(task: Callable[[], object]) -> object:
    with promised(task, 2) as result:
        return result()


def until_there(result: Promise[Any]) -> None:
    until = time.monotonic() + 60
    while not result.is_there() and time.monotonic() < until:
        time.sleep(0.01)


def test_whether_a_result_is_there_is_known_without_waiting(tmp_path: Path) -> None:
    gate = tmp_path / "gate"

    def behind_it() -> str:
        while not gate.exists():
            time.sleep(0.01)
        return "x" * 1_000_000

    with promised(behind_it, 2) as result:
        assert not result.is_there()
        gate.touch()
        until_there(result)
        assert result.is_there()
        assert len(result()) == 1_000_000
        assert result.is_there()
    with promised(behind_it, 1) as here:
        assert here.is_there()


def test_of_a_copy_that_died_nothing_is_waited_for() -> None:
    origin = os.getpid()

    def die_elsewhere() -> int:
        if os.getpid() != origin:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    with promised(die_elsewhere, 2) as result:
        until_there(result)
        assert result() == origin
