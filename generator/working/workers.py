"""Work shared among processes: the same results in the same order, however many there are.

A process is a copy of this one (fork(2)), so it knows everything that was read and nothing has to be sent to it;
only what a task returns is sent back. The tasks' numbers wait in a pipe from which every process, this one
included, takes the next ones when it is free. What a copy could not finish, this process does again itself, so a
fault shows as it would have without copies.

A copy shares the memory of its origin until one of the two writes there, and Python writes to whatever it looks at,
for it counts who refers to it. So in a long round this process only listens, and a copy that has done many tasks, or
one that took much memory, makes room for a fresh one: otherwise each would soon hold all of a large index for itself.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import resource
import selectors
import signal
import struct
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, Generic, NoReturn, TypeVar

from generator.working.ending import end
from generator.working.memory import hand_back_memory

T = TypeVar("T")
Task = Callable[[], T]

NUMBER = struct.Struct("=I")
HEAD = struct.Struct("=IQ")
"""Before each result: the task's number and the bytes that follow."""
DIE_WITH_PARENT = 1
"""Linux, prctl(2): PR_SET_PDEATHSIG."""
TASKS_OF_A_COPY = 25
"""After so many another copy takes over. Starting one costs some milliseconds for each gigabyte."""
GROWTH_OF_A_COPY = 100 << 20
"""Bytes of its own by which a copy may grow before another one takes over."""
MUCH_MEMORY = 200 << 20
"""Bytes of a process from which on it hands back what is free in them before it is copied."""
BYTES_TOLD = 1 if sys.platform == "darwin" else 1024
"""In which the system counts the memory of a process; see getrusage(2)."""
WANTS_SUCCESSOR = 3
"""The exit status of a copy that leaves its work to another one."""
FEWEST_IN_PASSING = 8
"""Tasks from which on results are taken while others are still at work; of fewer this process does its share."""
MOST_STRETCHES = 10_000
"""Numbers that fit into any pipe's buffer; of more tasks each stands for several, one behind the other."""


def run_all(tasks: Sequence[Task[T]], workers: int, done: Callable[[T], None] = lambda _: None) -> list[T]:
    """What the tasks return, in their order. Raises what a task raises.

    ``workers`` is the number of processes, this one included; ``done`` hears of every result as it comes in, in
    any order. Results must be things that pickle can carry.
    """
    results: dict[int, T] = {}

    def note(number: int, result: T) -> None:
        results[number] = result
        done(result)

    _do_all(tasks, workers, note)
    return [results[number] for number in range(len(tasks))]


def hear_all(tasks: Sequence[Task[T]], workers: int, done: Callable[[T], None]) -> None:
    """Let ``done`` hear of what every task returns, as it comes in, in any order; nothing of it is kept here.

    The rest is as in `run_all`.
    """
    _do_all(tasks, workers, lambda _, result: done(result))


def as_ready(tasks: Sequence[Task[T]], workers: int) -> Generator[T, None, None]:
    """What the tasks return, in their order, each as soon as it is there: this process can go on with it meanwhile.

    The rest is as in `run_all`. Of few tasks this process does its share, and all are awaited.
    """
    if len(tasks) < FEWEST_IN_PASSING or workers < 2 or not hasattr(os, "fork"):
        yield from run_all(tasks, workers)
        return
    results: dict[int, T] = {}
    given = 0
    for _ in _Crew(tasks, results.__setitem__).rounds(workers):
        while given in results:
            yield results.pop(given)
            given += 1


def _do_all(tasks: Sequence[Task[T]], workers: int, note: Callable[[int, T], None]) -> None:
    copies = min(workers, len(tasks)) - 1
    if copies < 1 or not hasattr(os, "fork"):
        for number, task in enumerate(tasks):
            note(number, task())
        return
    crew = _Crew(tasks, note)
    if len(tasks) <= workers * TASKS_OF_A_COPY:
        crew.run(copies)
    else:
        crew.run_long(workers)


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


class Promise(Generic[T]):
    """What a copy of this process was asked for."""

    def __init__(self, promises: _Promises, number: int) -> None:
        """``number`` is that of the task among those of the copy."""
        self._promises = promises
        self._number = number

    def __call__(self) -> T:
        """What the task returns; waits for it. What the copy could not finish, this process does itself."""
        result: T = self._promises.result(self._number)
        return result

    def is_there(self) -> bool:
        """Whether nothing has to be waited for: of several results of a copy the first begins to come, or it has ended."""
        return self._promises.are_told()


@contextmanager
def promised(task: Task[T], workers: int) -> Iterator[Promise[T]]:
    """Let a copy of this process do something while the block runs, for what it returns.

    With one worker this process does it as soon as it asks for the result.
    """
    with promised_in_turn([task], workers) as (result,):
        yield result


@contextmanager
def promised_in_turn(tasks: Sequence[Task[Any]], workers: int) -> Iterator[list[Promise[Any]]]:
    """The same for several tasks that one copy does one after the other; what the first loads, the next ones have."""
    if workers < 2 or not hasattr(os, "fork"):
        here = _Promises(tasks)
        yield [Promise(here, number) for number in range(len(tasks))]
        return
    _made_smaller()
    reading, writing = os.pipe()
    process = _copied()
    if process == 0:
        _keep_promises(tasks, writing, reading)
    os.close(writing)
    promises = _Promises(tasks, reading)
    try:
        yield [Promise(promises, number) for number in range(len(tasks))]
    finally:
        os.close(reading)
        if not promises.all_heard:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
        os.waitpid(process, 0)


def _keep_promises(tasks: Sequence[Task[object]], writing: int, reading: int) -> NoReturn:
    telling: threading.Thread | None = None
    status = 1
    # Whatever happens, a copy never goes on as if it were its origin.
    try:
        # Who is not waited for any more shall not leave half a file behind.
        signal.signal(signal.SIGTERM, end)
        os.close(reading)
        _end_with_parent()
        stream = os.fdopen(writing, "wb")
        try:
            for number, task in enumerate(tasks):
                result = pickle.dumps(task(), pickle.HIGHEST_PROTOCOL)
                if telling is not None:
                    telling.join()
                # A pipe holds little, and whoever asked may listen late: the next task need not wait for that.
                answer = HEAD.pack(number, len(result)) + result
                telling = threading.Thread(target=_tell, args=(stream, answer))
                telling.start()
        finally:
            if telling is not None:
                telling.join()
        status = 0
    finally:
        os._exit(status)


def _tell(stream: BinaryIO, answer: bytes) -> None:
    # Nobody may be there any more to hear it.
    with suppress(OSError):
        stream.write(answer)
        stream.flush()


class _Promises:
    """What a copy was asked for, as far as it has answered."""

    def __init__(self, tasks: Sequence[Task[Any]], pipe: int | None = None) -> None:
        """Through the ``pipe`` it answers; without one there is no copy."""
        self._tasks = tasks
        self._pipe = pipe
        self._heard: dict[int, Any] = {}

    @property
    def all_heard(self) -> bool:
        """Whether the copy has nothing left to do."""
        return len(self._heard) == len(self._tasks)

    def are_told(self) -> bool:
        """Whether the next answer begins to come, or none will."""
        if self._pipe is None or self.all_heard:
            return True
        with selectors.DefaultSelector() as ready:
            ready.register(self._pipe, selectors.EVENT_READ)
            return bool(ready.select(0))

    def result(self, number: int) -> Any:
        """What the task of this number returns; waits for it."""
        while number not in self._heard:
            answer = None if self._pipe is None else _answer(self._pipe)
            if answer is None:
                return self._tasks[number]()
            self._heard.__setitem__(*answer)
        return self._heard[number]


class _Crew(Generic[T]):
    """One round of work."""

    def __init__(self, tasks: Sequence[Task[T]], note: Callable[[int, T], None]) -> None:
        """``note`` hears of each task's number and its result."""
        self.tasks = tasks
        self.note = note
        self.noted: set[int] = set()
        self.lock = threading.Lock()
        self.queue, filled = os.pipe()
        self.stretch = -(-len(tasks) // MOST_STRETCHES)
        with os.fdopen(filled, "wb") as stream:
            for number in range(0, len(tasks), self.stretch):
                stream.write(NUMBER.pack(number))

    def run(self, copies: int) -> None:
        """Do everything; this process does its share."""
        with self._round() as started:
            for _ in range(copies):
                self._start(started)
            threads = [threading.Thread(target=self._listen, args=(pipe,), daemon=True) for pipe in started]
            for thread in threads:
                thread.start()
            try:
                for number in self._taken():
                    self._note(number, self.tasks[number]())
            except BaseException:
                _killed(started)
                raise
            finally:
                for thread in threads:
                    thread.join()
        self._complete()

    def run_long(self, workers: int) -> None:
        """Do everything; this process only listens, and lets fresh copies take over from old ones."""
        for _ in self.rounds(workers):
            pass

    def rounds(self, workers: int) -> Iterator[None]:
        """The same, one step after the other: after each, more results may have been noted."""
        with self._round() as started, selectors.DefaultSelector() as ready:

            def start() -> None:
                ready.register(self._start(started, TASKS_OF_A_COPY), selectors.EVENT_READ)

            for _ in range(workers):
                start()
            while started:
                for key, _ in ready.select():
                    if self._heard(key.fd):
                        yield
                        continue
                    ready.unregister(key.fd)
                    _, status = os.waitpid(started[key.fd], 0)
                    del started[key.fd]
                    os.close(key.fd)
                    if os.waitstatus_to_exitcode(status) == WANTS_SUCCESSOR:
                        start()
        self._complete()
        yield

    @contextmanager
    def _round(self) -> Iterator[dict[int, int]]:
        """The copies at work, each by the pipe that its results come through; none is left behind."""
        sys.stdout.flush()
        sys.stderr.flush()
        _made_smaller()
        started: dict[int, int] = {}
        # What exists now is never freed by a copy; looking through it again and again would copy its pages.
        gc.freeze()
        try:
            yield started
        except BaseException:
            _killed(started)
            raise
        finally:
            for pipe, process in started.items():
                os.close(pipe)
                os.waitpid(process, 0)
            os.close(self.queue)
            gc.unfreeze()

    def _complete(self) -> None:
        """Do what no copy could."""
        for number, task in enumerate(self.tasks):
            if number not in self.noted:
                self._note(number, task())

    def _taken(self) -> Iterator[int]:
        # A read of a few bytes from a pipe is never split between two readers.
        while number := os.read(self.queue, NUMBER.size):
            first = NUMBER.unpack(number)[0]
            yield from range(first, min(first + self.stretch, len(self.tasks)))

    def _note(self, number: int, result: T) -> None:
        with self.lock:
            self.noted.add(number)
            self.note(number, result)

    def _start(self, started: dict[int, int], most: int | None = None) -> int:
        """A copy of this process at work on ``most`` tasks at most; the pipe that its results come through."""
        reading, writing = os.pipe()
        process = _copied()
        if process == 0:
            os.close(reading)
            self._work(writing, most)
        os.close(writing)
        started[reading] = process
        return reading

    def _work(self, writing: int, most: int | None) -> NoReturn:
        try:
            _end_with_parent()
            begun_with = _largest_size()
            with os.fdopen(writing, "wb") as stream:
                for done, number in enumerate(self._taken(), 1):
                    result = pickle.dumps(self.tasks[number](), pickle.HIGHEST_PROTOCOL)
                    stream.write(HEAD.pack(number, len(result)) + result)
                    stream.flush()
                    # Only between two stretches: what was taken is done by whoever took it.
                    if most is not None and (number + 1) % self.stretch == 0:
                        if done >= most or _largest_size() - begun_with > GROWTH_OF_A_COPY:
                            os._exit(WANTS_SUCCESSOR)
        except BaseException:
            os._exit(1)
        os._exit(0)

    def _heard(self, pipe: int) -> bool:
        """Take in the next result of a copy; False where none follows."""
        answer = _answer(pipe)
        if answer is None:
            return False
        self._note(*answer)
        return True

    def _listen(self, pipe: int) -> None:
        while self._heard(pipe):
            pass


def _answer(pipe: int) -> tuple[int, Any] | None:
    """A task's number and what it returned, as a copy tells them; None where the copy has ended."""
    head = _read_whole(pipe, HEAD.size)
    if len(head) < HEAD.size:
        return None
    number, length = HEAD.unpack(head)
    data = _read_whole(pipe, length)
    if len(data) < length:
        return None
    return number, pickle.loads(data)  # noqa: S301  (our own copy wrote it)


def _read_whole(pipe: int, size: int) -> bytes:
    """So many bytes of a pipe, fewer only where it ends."""
    parts = []
    while size and (part := os.read(pipe, size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _largest_size() -> int:
    """Bytes of memory that this process had in use at most; what it shares with others counts from its beginning."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_TOLD


def _made_smaller() -> None:
    """Copies take no room for what is free: they would fill it, each with its own, and this process keep it besides."""
    if _largest_size() > MUCH_MEMORY:
        hand_back_memory()


def _killed(started: Mapping[int, int]) -> None:
    for process in started.values():
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


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
