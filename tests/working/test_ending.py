"""Signals that come at the worst moment: while a process is being copied."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.command_line import plain_environment, signals_heeded
from tests.support.repository import ROOT

SCRIPT = """
import os, signal, threading, time
from generator.commands.common import end_as_by_ctrl_c
from generator.working.workers import beside, promised, run_all
end_as_by_ctrl_c()
origin = os.getpid()
# Another thread receives what the main thread does not.
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()

def nap():
    time.sleep(5)

def goes_beside():
    with beside(nap, 2) as wait:
        wait()

def is_promised():
    with promised(nap, 2) as result:
        result()

def is_shared():
    run_all([nap, nap], 2)

"""


def outcome(script: str) -> str:
    """What the script prints."""
    with signals_heeded():
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT + script],
            cwd=ROOT,
            env=plain_environment(),
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("signal", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("hook", ["before", "after_in_parent"])
@pytest.mark.parametrize("work", ["goes_beside", "is_promised", "is_shared"])
def test_who_is_ended_while_copying_ends_and_leaves_no_copy(work: str, hook: str, signal: str) -> None:
    told = outcome(
        f"os.register_at_fork({hook}=lambda: os.kill(origin, signal.{signal}))\n"
        "try:\n"
        f"    {work}()\n"
        "except KeyboardInterrupt:\n"
        "    try:\n"
        "        os.waitpid(-1, os.WNOHANG)\n"
        "    except ChildProcessError:\n"
        "        print('ended, alone')\n"
    )
    assert told == "ended, alone\n"


FREEING = "class Freed:\n    def __del__(self):\n        os.kill(os.getpid(), signal.SIGTERM)\n"


def test_who_is_ended_while_something_is_freed_ends() -> None:
    told = outcome(f"{FREEING}try:\n    Freed()\n    nap()\nexcept KeyboardInterrupt:\n    print('ended')\n")
    assert told == "ended\n"


def test_a_copy_that_is_ended_while_it_frees_something_ends() -> None:
    told = outcome(
        f"{FREEING}"
        "def where():\n"
        "    if os.getpid() != origin:\n"
        "        Freed()\n"
        "        nap()\n"
        "    return 'here'\n"
        "with promised(where, 2) as result:\n"
        "    print(result())\n"
    )
    assert told == "here\n"


def test_other_faults_that_are_swallowed_are_told_as_before() -> None:
    told = outcome(
        "import sys\n"
        "sys.stderr = sys.stdout\n"
        "class Broken:\n"
        "    def __del__(self):\n"
        "        raise KeyError('while it is freed')\n"
        "Broken()\n"
    )
    assert told.startswith("Exception ignored in")
    assert "KeyError: 'while it is freed'" in told


def test_a_copy_that_is_ended_at_its_beginning_never_goes_on_as_its_origin() -> None:
    told = outcome(
        "os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGTERM))\n"
        "try:\n"
        "    with promised(os.getpid, 2) as result:\n"
        "        print(result() == origin)\n"
        "finally:\n"
        "    print('ended')\n"
    )
    assert told == "True\nended\n"


def test_what_was_set_for_signals_is_set_again() -> None:
    told = outcome(
        "before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]\n"
        "with promised(os.getpid, 2) as result:\n"
        "    print(before == [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)])\n"
    )
    assert told == "True\n"
