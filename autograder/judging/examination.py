"""Has each verdict reached in a process of its own, which is ended where it takes too long."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from autograder.checking.verdict import Verdict
from autograder.course import Course, CourseError
from autograder.judging.hidden_tests import without_points
from autograder.judging.remote import KernelGone
from autograder.sandbox.limits import Limits
from autograder.text import plain

if TYPE_CHECKING:
    from autograder.sandbox.student_kernel import StudentKernel
    from autograder.sandbox.watch import Watch

ROUND_SECONDS = 0.1
READY = b"\0"  # what the process tells once it can reach verdicts; else it tells why it cannot
# What the process is told of the kernel, and that it may ask.
INTERRUPTED, GONE, GO = "interrupted", "gone", "go"


class ChecksError(CourseError):
    """What checks need cannot be had, so that nobody can be judged."""


class ExaminationError(Exception):
    """A verdict was not reached, by a fault of the grader's."""


@dataclass(frozen=True)
class Request:
    """A verdict to reach: the hidden test, the function's name and its points.

    `failed` is what the cells of functions raised, by function.
    """

    hidden: str
    name: str
    maximum: float
    failed: dict[str, str]
    limits: dict[str, Any]


class Examiners:
    """Starts :mod:`autograder.judging.examiner`, whose forks reach the verdicts."""

    def __init__(self, limits: Limits, course: Course):
        self.limits, self.course = limits, course
        self.starting = Lock()
        self.is_closed = False
        self._start()

    def _start(self) -> None:
        self.is_ready = False
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-m", "autograder.judging.examiner"),
                    *(str(theirs.fileno()), str(self.course.root.resolve())),
                ],
                pass_fds=[theirs.fileno()],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def expect_ready(self) -> None:
        """Wait until the process can reach verdicts; one that has ended is started anew, once.

        Raises ChecksError where checks cannot be prepared, ExaminationError where it ends again.
        """
        with self.starting:
            if self.process.poll() is not None and not self.is_closed:
                self.control.close()
                self._start()
            if self.is_ready:
                return
            with self.control.makefile("rb", buffering=0) as news:
                first = news.read(1)
                if first == READY:
                    self.is_ready = True
                elif first:
                    raise ChecksError((first + (news.readall() or b"")).decode(errors="replace"))
                else:
                    raise ExaminationError("the process that reaches verdicts has ended")

    def examine(
        self,
        kernel: "StudentKernel",
        watch: "Watch",
        *,
        hidden: str,
        name: str,
        maximum: float,
        failed: dict[str, str],
    ) -> Verdict:
        """The verdict of a hidden test on a function in a kernel.

        Raises what the test raises, of it KernelGone where the kernel ended, ExaminationError where
        the process ended, and ChecksError where no check can be run.
        """
        self.expect_ready()
        ours, theirs = Pipe()
        with ours:
            with theirs:
                handles = [kernel.calls.fileno(), theirs.fileno()]
                try:
                    socket.send_fds(self.control, [b"!"], handles)
                except OSError:
                    raise ExaminationError("the process that reaches verdicts has ended") from None
            settings = self.limits.trait_values(config=True)
            # Sooner than the watch would end the kernel, which is not at fault.
            examination = _Examination(ours, kernel, watch, self.limits.grace_seconds / 2)
            outcome = examination.outcome(Request(hidden, name, maximum, failed, settings))
        if isinstance(outcome, Exception):
            raise outcome
        if outcome is None:
            seconds = self.limits.cell_seconds
            reason = f"what `{name}` returned was too odd to be examined within {seconds} s"
            return without_points(name, maximum, reason)
        return presentable(outcome)

    def close(self) -> None:
        """End the process and, with it, its forks; no verdict is reached any more."""
        self.is_closed = True
        self.control.close()
        self.process.kill()
        self.process.wait()


def _environment() -> dict[str, str]:
    """What the process finds in its environment."""
    # Dask sets it for its workers. The memory of arrays is not used again then, and training a
    # network in a check takes twice the processor time.
    kept = {name: value for name, value in os.environ.items() if name != "MALLOC_TRIM_THRESHOLD_"}
    # Several notebooks share the processors.
    return kept | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class _Examination:
    """One verdict on its way."""

    def __init__(
        self, process: Connection, kernel: "StudentKernel", watch: "Watch", grace_seconds: float
    ):
        self.process = process
        self.grace_seconds = grace_seconds
        self.kernel = kernel
        self.watch = watch
        self.is_asking = False  # whether the kernel is at work
        self.has_asked = False
        self.number = 0
        self.until = float("inf")  # the time is up, and the kernel idle: on the monotonic clock
        self.announced: set[str] = set()
        self.waited = 0.0

    def outcome(self, request: Request) -> Verdict | Exception | None:
        """The verdict, or what was raised; None where the process was ended."""
        try:
            self.number = self.process.recv()
            with _ended_afterwards(self.number):
                self._tell(request)
                return self._news()
        except (EOFError, OSError):
            return ExaminationError("the process that reached the verdict ended")

    def _news(self) -> Verdict | Exception | None:
        """What the process says in the end; None where it takes too long."""
        # What has been said counts, however long it was before this thread had its turn.
        while self.process.poll() or not self._is_too_long():
            if not self.process.poll(ROUND_SECONDS):
                self._excuse_waits()
                self._announce()
                continue
            news: Verdict | Exception | bool = self.process.recv()
            if not isinstance(news, bool):
                return news
            self.is_asking = news
            self.has_asked = True
            if self.is_asking:
                self._announce()
                self._tell(GO)
        if not self.kernel.is_running():
            return KernelGone("the kernel ended before it")
        if not self.has_asked:
            return ExaminationError("the hidden test takes too long before it calls anything")
        return None

    def _excuse_waits(self) -> None:
        """Let the time that the process has waited for a processor not count."""
        with suppress(OSError, IndexError):  # where /proc has no such file, or the process ended
            # The second number of schedstat, in ns; see sched-stats in the documentation of Linux.
            text = Path(f"/proc/{self.number}/schedstat").read_text()
            waited = int(text.split()[1]) * 1e-9
            self.watch.excuse(waited - self.waited)
            self.waited = waited

    def _is_too_long(self) -> bool:
        """Whether the time is up while the kernel waits: then it is the verdict that takes it.

        That of the notebook is up where the kernel has ended.
        """
        is_up = self.watch.interrupted and not self.is_asking
        if self.kernel.is_running() and not is_up:
            self.until = float("inf")
        elif self.until == float("inf"):
            self.until = monotonic() + self.grace_seconds
        return monotonic() > self.until

    def _announce(self) -> None:
        """Tell the process what became of the kernel, each thing once."""
        news = {INTERRUPTED} if self.watch.interrupted else set()
        news |= set() if self.kernel.is_running() else {GONE}
        for one in news - self.announced:
            self._tell(one)
        self.announced |= news

    def _tell(self, what: Request | str) -> None:
        """Send something to the process, which may have said its last word and ended."""
        with suppress(OSError):
            self.process.send(what)


@contextmanager
def _ended_afterwards(number: int) -> Iterator[None]:
    """End the process of that number after the block, and no other that has the number by then.

    Raises OSError where it has ended before.
    """
    if hasattr(os, "pidfd_open"):  # Linux alone has it, and needs it for the sandbox
        handle = os.pidfd_open(number)  # it waits to be told what to do
        end = partial(signal.pidfd_send_signal, handle)
    else:
        handle = None
        end = partial(os.kill, number)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            end(signal.SIGKILL)
        if handle is not None:
            os.close(handle)


def presentable(verdict: Verdict) -> Verdict:
    """A verdict whose reasons, which may quote a student, can be shown anywhere."""
    items = [replace(item, reason=plain(item.reason)) for item in verdict.items]
    return replace(verdict, items=items)
