"""Work shared among processes: the same results in the same order, however many there are.

A process is a copy of this one (fork(2)), so it knows everything that was read and nothing has to be sent to it;
only what a task returns is sent back. The tasks' numbers wait in a pipe from which every process, this one
included, takes the next one when it is free. What a copy could not finish, this process does again itself, so a
fault shows as it would have without copies.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")
Task = Callable[[], T]

NUMBER = struct.Struct("=I")
HEAD = struct.Struct("=IQ")
"""Before each result: the task's number and the bytes that follow."""
DIE_WITH_PARENT = 1
"""Linux, prctl(2): PR_SET_PDEATHSIG."""
MOST_WORKERS = 8
"""More copies than these wait for the disk and for memory rather than for a processor."""


def usual_workers() -> int:
    """As many processes as this one may use processors, within reason."""
    try:
        processors = len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        processors = os.cpu_count() or 1
    return max(1, min(MOST_WORKERS, processors))


def run_all(tasks: Sequence[Task[T]], workers: int, done: Callable[[T], None] = lambda _: None) -> list[T]:
    """What the tasks return, in their order. Raises what a task raises.

    ``workers`` is the number of processes, this one included; ``done`` hears of every result as it comes in, in
    any order. Results must be things that pickle can carry.
    """
    copies = min(workers, len(tasks)) - 1
    if copies < 1 or not hasattr(os, "fork"):
        return [_told(task(), done) for task in tasks]
    return _Crew(tasks, done).run(copies)


def _told(result: T, done: Callable[[T], None]) -> T:
    done(result)
    return result


@contextmanager
def beside(task: Task[object], workers: int) -> Iterator[Callable[[], None]]:
    """Let a copy of this process do something while the block runs, for what it leaves behind in files.

    The value is a function that waits for the copy. What the copy returns or raises is lost: this process does the
    same itself later, and finds it done. With one worker nothing happens.
    """
    process = _copied() if workers > 1 and hasattr(os, "fork") else None
    if process == 0:
        _end_with_parent()
        try:
            task()
        except BaseException:
            os._exit(1)
        os._exit(0)
    ended = process is None

    def wait() -> None:
        nonlocal ended
        if not ended and process is not None:
            ended = True
            os.waitpid(process, 0)

    try:
        yield wait
    except BaseException:
        if not ended and process is not None:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
        raise
    finally:
        wait()


@contextmanager
def promised(task: Task[T], workers: int) -> Iterator[Callable[[], T]]:
    """Let a copy of this process do something while the block runs, for what it returns.

    The value is a function that waits for the result. What the copy could not finish, this process does itself. With
    one worker it does so anyway.
    """
    if workers < 2 or not hasattr(os, "fork"):
        yield task
        return
    reading, writing = os.pipe()
    process = _copied()
    if process == 0:
        os.close(reading)
        _end_with_parent()
        try:
            with os.fdopen(writing, "wb") as stream:
                stream.write(pickle.dumps(task(), pickle.HIGHEST_PROTOCOL))
        except BaseException:
            os._exit(1)
        os._exit(0)
    os.close(writing)
    waited = False

    def result() -> T:
        nonlocal waited
        waited = True
        with os.fdopen(reading, "rb") as stream:
            data = stream.read()
        if os.waitpid(process, 0)[1] != 0:
            return task()
        found: T = pickle.loads(data)  # noqa: S301  (our own copy wrote it)
        return found

    try:
        yield result
    finally:
        if not waited:
            os.close(reading)
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


class _Crew(Generic[T]):
    """One round of work."""

    def __init__(self, tasks: Sequence[Task[T]], done: Callable[[T], None]) -> None:
        self.tasks = tasks
        self.done = done
        self.results: dict[int, T] = {}
        self.lock = threading.Lock()
        self.queue, filled = os.pipe()
        # Small enough for any pipe's buffer as long as there are some thousand tasks.
        with os.fdopen(filled, "wb") as stream:
            for number in range(len(tasks)):
                stream.write(NUMBER.pack(number))

    def run(self, copies: int) -> list[T]:
        """All results."""
        sys.stdout.flush()
        sys.stderr.flush()
        # What exists now is never freed by a copy; looking through it again and again would copy its pages.
        gc.freeze()
        started = [self._start() for _ in range(copies)]
        threads = [threading.Thread(target=self._listen, args=(pipe,), daemon=True) for _, pipe in started]
        for thread in threads:
            thread.start()
        try:
            for number in self._taken():
                self._note(number, self.tasks[number]())
        except BaseException:
            for process, _ in started:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            raise
        finally:
            for thread in threads:
                thread.join()
            for process, _ in started:
                os.waitpid(process, 0)
            os.close(self.queue)
            gc.unfreeze()
        for number, task in enumerate(self.tasks):
            if number not in self.results:
                self._note(number, task())
        return [self.results[number] for number in range(len(self.tasks))]

    def _taken(self) -> Iterator[int]:
        # A read of a few bytes from a pipe is never split between two readers.
        while number := os.read(self.queue, NUMBER.size):
            yield NUMBER.unpack(number)[0]

    def _note(self, number: int, result: T) -> None:
        with self.lock:
            self.results[number] = result
            self.done(result)

    def _start(self) -> tuple[int, int]:
        """A copy of this process at work: its number, and the pipe that its results come through."""
        reading, writing = os.pipe()
        process = _copied()
        if process == 0:
            os.close(reading)
            self._work(writing)
        os.close(writing)
        return process, reading

    def _work(self, writing: int) -> NoReturn:
        try:
            _end_with_parent()
            with os.fdopen(writing, "wb") as stream:
                for number in self._taken():
                    result = pickle.dumps(self.tasks[number](), pickle.HIGHEST_PROTOCOL)
                    stream.write(HEAD.pack(number, len(result)) + result)
                    stream.flush()
        except BaseException:
            os._exit(1)
        os._exit(0)

    def _listen(self, pipe: int) -> None:
        with os.fdopen(pipe, "rb") as stream:
            while len(head := stream.read(HEAD.size)) == HEAD.size:
                number, length = HEAD.unpack(head)
                data = stream.read(length)
                if len(data) == length:
                    self._note(number, pickle.loads(data))  # noqa: S301  (our own copy wrote it)


def _copied() -> int:
    """fork(2). A Ctrl-C waits until it is over: Python swallows one that comes while it runs its hooks for forking."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return os.fork()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """A build that is killed takes its copies with it, where the system can (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
