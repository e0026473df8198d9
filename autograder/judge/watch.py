"""Watches over a running kernel: time, memory and processes, from outside its sandbox."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from nbformat import NotebookNode

from autograder.judge.kernels import StudentKernel
from autograder.judge.limits import Limits
from autograder.judge.own_cells import OwnTime

ROUND_SECONDS = 0.1
KILOBYTE = 1024
MEGABYTE = 1_000_000
MOST_OF_OURS = 700_000  # kilobytes by which the grader itself may grow while a kernel runs


@dataclass(frozen=True)
class Ending:
    """How a kernel ended before its notebook did."""

    status: str
    reason: str


class Watch(Thread):
    """Interrupts a cell at its time limit, and ends the kernel where that does not help.

    `ending` says why the kernel was ended, `interrupted` that the cell of now was interrupted.
    """

    def __init__(self, kernel: StudentKernel, limits: Limits, until: float):
        super().__init__(daemon=True)
        self.kernel = kernel
        self.limits = limits
        self.until = until  # of the notebook, on the monotonic clock
        self.cell_until = float("inf")
        self.seconds: float = limits.cell_seconds  # that the cell of now may take
        self.queued_at_start: dict[str, float] = {}
        self.interrupted = False
        self.ending: Ending | None = None
        self.finished = Event()
        self.shared_at_start = self._shared_memory()
        self.ours_at_start = _status(os.getpid(), "RssAnon")

    @contextmanager
    def cell(self, seconds: float | None = None) -> Iterator[None]:
        """Hold the block to the time limit of one cell, or to another one."""
        self.interrupted = False
        self.queued_at_start = self._queued()
        self.seconds = self.limits.cell_seconds if seconds is None else seconds
        self.cell_until = monotonic() + self.seconds
        try:
            yield
        finally:
            self.cell_until = float("inf")

    @contextmanager
    def own_cell(self, cell: NotebookNode, own: OwnTime) -> Iterator[None]:
        """Hold the block to what own cells have left; it does not use up the notebook's time."""
        until, self.until = self.until, float("inf")
        before = own.total
        try:
            with own.running(cell), self.cell(min(self.limits.cell_seconds, own.left)):
                yield
        finally:
            self.until = until + own.total - before

    def close(self) -> None:
        self.finished.set()
        self.join()

    def run(self) -> None:
        while self.ending is None and not self.finished.wait(ROUND_SECONDS):
            late = self._too_late()
            # What used up the time says more than that it is used up.
            self.ending = self._too_much() or late
        if self.ending is not None:
            self.kernel.end()

    def _too_late(self) -> Ending | None:
        now, limits = monotonic(), self.limits
        if now > self.until:
            return Ending(
                "timed out", f"the notebook was stopped after {limits.notebook_seconds} s"
            )
        late = now - self.cell_until
        if late > 0:
            late -= self._waited()
        if late > 0 and not self.interrupted:
            self.interrupted = True
            self.kernel.signal(signal.SIGINT)
        if late > limits.grace_seconds:
            return Ending(
                "timed out",
                f"the cell was stopped after {self.seconds:.0f} s and did not end by itself",
            )
        return None

    def _waited(self) -> float:
        """How long the cell of now has waited for a processor, s: a busy machine is not its fault.

        What is counted is the thread that has waited longest.
        """
        before = self.queued_at_start
        waits = [total - before.get(thread, 0) for thread, total in self._queued().items()]
        return max(waits, default=0)

    def _queued(self) -> dict[str, float]:
        """How long each thread of the kernel's process has waited for a processor so far, s."""
        # The second number of schedstat, in ns; see sched-stats in the documentation of Linux.
        texts = {
            task.name: _read(task / "schedstat")
            for task in _entries(Path(f"/proc/{self.kernel.processes[-1]}/task"))
        }
        return {thread: int(text.split()[1]) * 1e-9 for thread, text in texts.items() if text}

    def _too_much(self) -> Ending | None:
        limits = self.limits
        every = chain.from_iterable(map(_descendants, self.kernel.processes))
        # To count them all may take longer than to start more.
        processes = list(islice(every, limits.processes + 1))
        threads = sum(_status(process, "Threads") for process in processes)
        if len(processes) > limits.processes or threads > limits.processes:
            return Ending(
                "too many processes",
                f"more than {limits.processes} processes and threads were started",
            )
        allowed = limits.memory_megabytes * MEGABYTE / KILOBYTE
        if (
            sum(_status(one, "RssAnon") + _status(one, "RssShmem") for one in processes) > allowed
            # What processes share is counted once by this slower measure.
            and sum(_proportional(one) for one in processes) > allowed
        ) or self._shared_memory() - self.shared_at_start > allowed:
            return Ending(
                "out of memory", f"more than {limits.memory_megabytes:,} MB of memory were used"
            )
        if _status(os.getpid(), "RssAnon") - self.ours_at_start > MOST_OF_OURS:
            return Ending("too much output", "more was sent at once than a grader can take")
        return None

    @staticmethod
    def _shared_memory() -> int:
        """Shared memory of all processes, mapped by one or not, kilobytes."""
        return _field(_read(Path("/proc/meminfo")), "Shmem")


def _descendants(process: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield process
    for task in _entries(Path(f"/proc/{process}/task")):
        for child in _read(task / "children").split():
            yield from _descendants(int(child))


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _read(path: Path) -> str:
    """A file of /proc; empty where its process has ended."""
    try:
        return path.read_text()
    except OSError:
        return ""


def _status(process: int, field: str) -> int:
    """A number of /proc/<process>/status, memory in kilobytes."""
    return _field(_read(Path(f"/proc/{process}/status")), field)


def _proportional(process: int) -> int:
    """A process's memory with shared pages divided among those that share them, kilobytes."""
    return _field(_read(Path(f"/proc/{process}/smaps_rollup")), "Pss")


def _field(text: str, field: str) -> int:
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name == field:
            return int(value.split()[0])
    return 0
