"""Watches over a running kernel: time, memory, processes and files, from outside its sandbox.

It fails closed: whatever keeps it from watching ends the kernel, and is no fault of the student's.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Lock, Thread, get_native_id
from time import monotonic

import psutil

from autograder.sandbox.limits import Limits
from autograder.sandbox.meter import Usage, thread_wait
from autograder.sandbox.student_kernel import StudentKernel

ROUND_SECONDS = 0.1
MOMENT_SECONDS = 0.02
STARVED_SECONDS = 30  # without a look at the kernel: then nobody knows what it did
# How often the time of a notebook may pass in waits that others cause: a process may ask to be the
# last in the queue, on a machine that is never idle.
MOST_WAITING = 4
LONGEST_WAIT = 5  # of a thread for a processor that is told at once, s
MEGABYTE = 1_000_000
MOST_OF_OURS = 700 * MEGABYTE  # bytes by which the grader itself may grow while a kernel runs
# The status of a kernel beside which the grader grew, whichever of its kernels made it grow.
TOO_MUCH_OUTPUT = "too much output"


class WatchError(Exception):
    """The watch failed, so that its kernel was ended; a fault of the grader's own."""


@dataclass(frozen=True)
class Ending:
    """How a kernel ended before its notebook did."""

    status: str
    reason: str


class CellClock:
    """The time that a cell has used: since its start, but for waits that others caused.

    In each round what its processes computed counts, though for no more than the round took. Of the
    rest, the longest wait of a thread for a processor does not, nor the wait of the grader's thread
    that asks. So a busy machine costs a cell nothing, while threads that wait for each other gain
    nothing: one of them computes.
    """

    def __init__(self, now: float, asking: int = 0):
        self.start = self.last = now
        self.asking = asking  # the grader's thread
        self.asked = thread_wait(asking)
        self.before: Usage | None = None
        self.idle = 0.0  # seconds in which nothing computed and no wait is told of yet
        self.excused = 0.0

    def advance(self, now: float, usage: Usage) -> float:
        """How much the cell has used until now, s."""
        if self.before is not None:
            passed = now - self.last
            computed = usage.processor_seconds - self.before.processor_seconds
            # The system tells of a wait when it is over; of an older one than the longest, never.
            self.idle = min(LONGEST_WAIT, self.idle + passed - min(passed, max(0, computed)))
            asked = thread_wait(self.asking)
            waited = asked - self.asked + _longest_wait(self.before.waits, usage.waits)
            self.asked = asked
            waited = min(self.idle, waited)
            self.idle -= waited
            self.excused += waited
        self.last, self.before = now, usage
        return now - self.start - self.excused

    def excuse(self, seconds: float) -> None:
        """Let so much of the time count as a wait that others caused."""
        self.idle = max(0.0, self.idle - seconds)
        self.excused += seconds


def _longest_wait(before: dict[str, float], after: dict[str, float]) -> float:
    return max((total - before.get(thread, 0) for thread, total in after.items()), default=0)


class Watch(Thread):
    """Interrupts a cell at its time limit, and ends the kernel where that does not help.

    `ending` says why the kernel was ended, `interrupted` that the cell of now was interrupted, and
    `fault` why the watch itself failed.
    """

    def __init__(self, kernel: StudentKernel, limits: Limits, until: float, waited: float = 0):
        super().__init__(daemon=True)
        self.kernel = kernel
        self.limits = limits
        self.until = until  # of the notebook, on the monotonic clock
        self.seconds: float = limits.cell_seconds  # that the cell of now may take
        self.used = 0.0  # by the cell before, s
        self.waited = waited  # in the notebook's cells before, while others had the processors, s
        self.patience = MOST_WAITING * limits.notebook_seconds  # with such waits
        self.clock: CellClock | None = None
        self.changing = Lock()  # from one clock to another
        self.interrupted = False
        self.ending: Ending | None = None
        self.fault: str | None = None
        self.finished = Event()
        self.meter = kernel.meter()
        self.grader = psutil.Process()
        self.ours_at_start = self.grader.memory_info().rss

    @contextmanager
    def cell(self, seconds: float | None = None) -> Iterator[None]:
        """Hold the block to the time limit of one cell, or to another one.

        Raises WatchError where nobody watches.
        """
        self._expect_no_fault()
        self.interrupted = False
        self.seconds = self.limits.cell_seconds if seconds is None else seconds
        clock = self.clock = CellClock(monotonic(), get_native_id())
        try:
            yield
        finally:
            self.used = monotonic() - clock.start - clock.excused
            self.waited += clock.excused
            with self.changing:
                self.clock = None

    def conclude(self) -> Ending | None:
        """Why the kernel was ended, if it was by the watch or by the bound on its memory.

        Raises WatchError where it ended because the watch failed.
        """
        self._expect_no_fault()
        # The system may have ended it between two rounds.
        is_out_of_memory = self.ending is None and self.meter.ran_out_of_memory()
        return self._out_of_memory() if is_out_of_memory else self.ending

    def excuse(self, seconds: float) -> None:
        """Let a wait of the grader's own not count against the cell."""
        if self.clock is not None:
            self.clock.excuse(seconds)

    @contextmanager
    def extra_cell(self, seconds: float) -> Iterator[None]:
        """Hold the block to the time limit of a cell or to less; the notebook's time stands still.

        Waits for a processor do not count, but nobody waits for longer than for a notebook.
        """
        until, self.until = self.until, monotonic() + self.limits.notebook_seconds
        start, waited, patience = monotonic(), self.waited, self.patience
        self.patience = 0
        try:
            with self.cell(min(self.limits.cell_seconds, seconds)):
                yield
        finally:
            self.until = until + monotonic() - start
            self.waited, self.patience = waited, patience

    def close(self) -> None:
        """Stop to watch. Raises WatchError where the watch has failed before."""
        self._notice_its_end()
        self.finished.set()
        self.join()
        self.meter.close()
        self._expect_no_fault()

    def run(self) -> None:
        try:
            self.ending = self._watch()
        except BaseException as error:
            self._note(error)
        finally:
            if self.ending is not None or self.fault is not None:
                self._end()

    def _watch(self) -> Ending | None:
        """Why the kernel is to be ended; None once the watch is closed."""
        last = monotonic()
        while not self.finished.wait(ROUND_SECONDS):
            now = monotonic()
            if now - last > STARVED_SECONDS:
                raise WatchError(f"it had no turn for {now - last:.0f} s")
            last = now
            if ending := self._look(now):
                return ending
        return None

    def _end(self) -> None:
        try:
            self.kernel.end()
        except Exception as error:
            self._note(error)
            # What is left of the kernel gets no further; its owner will try to end it, too.
            with suppress(OSError):
                self.kernel.signal(signal.SIGKILL)

    def _note(self, error: BaseException) -> None:
        if self.fault is None:
            self.fault = type(error).__name__
            with suppress(Exception):  # whatever becomes of its text
                self.fault += f": {error}"

    def _notice_its_end(self) -> None:
        """Find a fault where the thread has ended, though nothing was to end it."""
        was_started = self.ident is not None
        may_end = self.finished.is_set() or self.ending is not None or self.fault is not None
        if was_started and not may_end and not self.is_alive():
            self.fault = "it ended by itself"

    def _expect_no_fault(self) -> None:
        self._notice_its_end()
        if self.fault is not None:
            raise WatchError(
                f"the watch over time and memory of student code failed: {self.fault}"
            ) from None

    def _look(self, now: float) -> Ending | None:
        usage = self.meter.read(self.limits.processes)
        late = self._too_late(now, usage)
        # What used up the time says more than that it is used up.
        return self._too_many(usage) or self._too_much(usage) or late

    def _too_late(self, now: float, usage: Usage) -> Ending | None:
        limits, clock = self.limits, self.clock
        waited = self.waited + (clock.excused if clock else 0)
        if now > self.until + min(waited, self.patience):
            return Ending(
                "timed out", f"the notebook was stopped after {limits.notebook_seconds} s"
            )
        if clock is None:
            return None
        late = clock.advance(now, usage) - self.seconds
        if late > 0 and not self.interrupted:
            self._interrupt(clock)
        if late > limits.grace_seconds:
            return Ending(
                "timed out",
                f"the cell was stopped after {self.seconds:.0f} s and did not end by itself",
            )
        return None

    def _interrupt(self, clock: CellClock) -> None:
        """Interrupt the cell of a clock, unless it has ended: the next one is not at fault."""
        with self.changing, suppress(ProcessLookupError):  # the process may just have ended
            if self.clock is clock:
                self.interrupted = True
                self.kernel.signal(signal.SIGINT)

    def _too_many(self, usage: Usage) -> Ending | None:
        limits = self.limits
        if usage.tasks > limits.processes:
            return Ending(
                "too many processes",
                f"more than {limits.processes} processes and threads were started",
            )
        if usage.files > limits.files:
            return Ending("too many files", f"more than {limits.files:,} files were made")
        return None

    def _too_much(self, usage: Usage) -> Ending | None:
        if self.grader.memory_info().rss - self.ours_at_start > MOST_OF_OURS:
            return Ending(TOO_MUCH_OUTPUT, "more was sent at once than a grader can take")
        if self.meter.ran_out_of_memory() or self._is_too_large(usage):
            # Where more and more processes are started, their number says more.
            return self._too_many(self.meter.read(self.limits.processes)) or self._out_of_memory()
        return None

    def _is_too_large(self, usage: Usage) -> bool:
        allowed = self.limits.memory_megabytes * MEGABYTE
        # For a moment at its start a child has all that its parent has, and is counted twice.
        return (
            usage.memory > allowed
            and self.meter.memory(allowed) > allowed
            and not self.finished.wait(MOMENT_SECONDS)
            and self.meter.memory(allowed) > allowed
        )

    def _out_of_memory(self) -> Ending:
        megabytes = self.limits.memory_megabytes
        return Ending("out of memory", f"more than {megabytes:,} MB of memory were used")
