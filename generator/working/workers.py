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
from functools import partial
from typing import Any, BinaryIO, Generic, TypeVar

from generator.working.ending import end, end_surely, signals_later
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
    if workers < 2 or not hasattr(os, "fork"):
        yield lambda: None
        return
    with signals_later() as heed:
        copy = _Copy(task, heed)
        try:
            heed()
            yield copy.wait
        except BaseException:
            copy.end()
            raise
        finally:
            copy.wait()


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
    with signals_later() as heed:
        copy = _Copy(partial(_keep_promises, tasks, writing, reading), heed)
        os.close(writing)
        promises = _Promises(tasks, reading)
        try:
            heed()
            yield [Promise(promises, number) for number in range(len(tasks))]
        finally:
            os.close(reading)
            if not promises.all_heard:
                copy.end()
            copy.wait()


def _keep_promises(tasks: Sequence[Task[object]], writing: int, reading: int) -> None:
    # Who is not waited for any more shall not leave half a file behind.
    signal.signal(signal.SIGTERM, end)
    end_surely()
    os.close(reading)
    stream = os.fdopen(writing, "wb")
    telling: threading.Thread | None = None
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
                    copy = started.pop(key.fd)
                    os.close(key.fd)
                    copy.wait()
                    if copy.status == WANTS_SUCCESSOR:
                        start()
        self._complete()
        yield

    @contextmanager
    def _round(self) -> Iterator[dict[int, _Copy]]:
        """The copies at work, each by the pipe that its results come through; none is left behind."""
        sys.stdout.flush()
        sys.stderr.flush()
        _made_smaller()
        started: dict[int, _Copy] = {}
        # What exists now is never freed by a copy; looking through it again and again would copy its pages.
        gc.freeze()
        try:
            yield started
        except BaseException:
            _killed(started)
            raise
        finally:
            for pipe, copy in started.items():
                os.close(pipe)
                copy.wait()
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

    def _start(self, started: dict[int, _Copy], most: int | None = None) -> int:
        """A copy of this process at work on ``most`` tasks at most; the pipe that its results come through."""
        reading, writing = os.pipe()
        with signals_later() as heed:
            started[reading] = _Copy(partial(self._work, reading, writing, most), heed)
            os.close(writing)
        return reading

    def _work(self, reading: int, writing: int, most: int | None) -> None:
        os.close(reading)
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


def _killed(started: Mapping[int, _Copy]) -> None:
    for copy in started.values():
        copy.kill()


class _Copy:
    """A copy of this process that does one thing and ends; its status says whether that was done."""

    def __init__(self, works: Task[object], heed: Callable[[], None]) -> None:
        """Until this process has noted the copy, and the copy can do nothing but its work, signals wait: ``heed`` is that of
        `signals_later`.
        """
        self.status: int | None = None
        """None until its end was awaited."""
        self._begun, begins = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            status = 1
            # Whatever happens, a copy never goes on as if it were its origin.
            try:
                _end_with_parent()
                heed()
                os.write(begins, b".")
                works()
                status = 0
            finally:
                os._exit(status)
        os.close(begins)

    def end(self) -> None:
        """Tell it to end, if it has not."""
        if self.status is None:
            # Python forgets in a copy what it was told before it begins (PyOS_AfterFork_Child).
            os.read(self._begun, 1)
            self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it wherever it is."""
        if self.status is None:
            self._send(signal.SIGKILL)

    def wait(self) -> None:
        """Wait for its end, once."""
        if self.status is None:
            self.status = os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])
            os.close(self._begun)

    def _send(self, told: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._process, told)


def _end_with_parent() -> None:
    """A build that is killed takes its copies with it, where the system can (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
