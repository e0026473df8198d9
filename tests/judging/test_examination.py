"""Verdicts are reached in processes of their own, and end when their time is up."""

import os
import shutil
import signal
import socket
import subprocess
import time
from multiprocessing import Pipe
from pathlib import Path
from threading import Thread

import pytest

from autograder.checking.verdict import Item, Verdict
from autograder.course import Course
from autograder.inside.protocol import Bounds, pack, receive
from autograder.judging import examiner
from autograder.judging.examination import (
    ChecksError,
    ExaminationError,
    Examiners,
    Request,
    _Examination,
)
from autograder.judging.remote import KernelGone
from autograder.sandbox.limits import Limits
from tests.conftest import ROOT, wait_for
from tests.courses.test_tiny import copy_tiny

VERDICT = """from autograder.checking.verdict import Item, Verdict
{}
Verdict('f', [Item('w', 2, 2)])"""
ENDLESS = VERDICT.format("while True: pass")
VERDICT_OF_ALL = Verdict("f", [Item("w", 2, 2)])
LIMITS = Limits(cell_seconds=1, grace_seconds=2, verdict_megabytes=600)


@pytest.fixture(scope="module")
def examiners():
    examiners = Examiners(LIMITS, Course(ROOT))
    examine(examiners, "pass")  # waits for what the process imports, which is not what is timed
    yield examiners
    examiners.close()


class Kernel:
    """Answers questions in a thread of this process, as `answer` says."""

    def __init__(self, answer=lambda request: {"result": 1.0}):
        self.calls, self.theirs = socket.socketpair()
        self.answer = answer
        self.lives = True
        Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        try:
            while True:
                reply = self.answer(receive(self.theirs, Bounds()))
                if reply is not None:
                    self.theirs.sendall(reply if isinstance(reply, bytes) else pack(reply))
        except EOFError:
            pass

    def is_running(self) -> bool:
        return self.lives


class Clock:
    """A watch whose time is up when that is said, or some seconds after its making."""

    def __init__(self, seconds: float | None = None):
        self.until = None if seconds is None else time.monotonic() + seconds

    @property
    def interrupted(self) -> bool:
        return self.until is not None and time.monotonic() > self.until

    def excuse(self, seconds: float) -> None:
        pass


def examine(
    examiners: Examiners, test: str, kernel: Kernel | None = None, watch: Clock | None = None
) -> Verdict:
    hidden = VERDICT.format(test)
    return examiners.examine(
        kernel or Kernel(), watch or Clock(), hidden=hidden, name="f", maximum=2, failed={}
    )


def test_a_verdict_comes_back(examiners):
    assert examine(examiners, "assert f(1) == 1.0").points == 2


@pytest.mark.parametrize(
    "test",
    [
        "while True: pass",
        "3 ** (10**9)",
        "import re; re.match(r'(a+)+$', 'a' * 60 + 'b')",
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass",
        "import time; time.sleep(1000)",
    ],
    ids=["Python", "C", "a regular expression", "signals blocked", "sleep"],
)
def test_a_check_that_does_not_end_is_ended(examiners, test):
    verdict = examine(examiners, f"f(1)\n{test}", watch=Clock(1))
    assert (verdict.points, verdict.maximum) == (0, 2)
    assert verdict.reasons == ["what `f` returned was too odd to be examined within 1 s"]
    assert examine(examiners, "f(1)").points == 2


def test_a_check_that_does_not_end_and_calls_nothing_is_no_fault_of_the_answer(examiners):
    with pytest.raises(ExaminationError, match="too long before it calls anything"):
        examine(examiners, "while True: pass", watch=Clock(1))


@pytest.fixture
def sleeper():
    """A process that stands for one which reaches a verdict."""
    with subprocess.Popen(["sleep", "1000"]) as process:
        yield process
        process.kill()


def test_what_a_process_said_before_it_ended_counts_whatever_it_was_told_meanwhile(sleeper):
    ours, theirs = Pipe()
    theirs.send(sleeper.pid)
    theirs.send(KernelGone("by signal 11"))
    theirs.close()
    examination = _Examination(ours, Kernel(), Clock(), 1)
    outcome = examination.outcome(Request("", "f", 2, {}, {}))
    assert isinstance(outcome, KernelGone)


def test_a_verdict_counts_that_came_in_time_and_was_read_late(sleeper):
    ours, theirs = Pipe()
    theirs.send(sleeper.pid)
    theirs.send(True)
    theirs.send(False)
    theirs.send(VERDICT_OF_ALL)
    examination = _Examination(ours, Kernel(), Clock(0), grace_seconds=0)
    assert examination.outcome(Request("", "f", 2, {}, {})) == VERDICT_OF_ALL
    assert sleeper.wait(10) == -signal.SIGKILL


def test_a_check_that_is_edited_while_a_class_is_graded_is_that_of_its_beginning(tmp_path):
    course = copy_tiny(tmp_path / "course")
    examiners = Examiners(LIMITS, course)
    examiners.expect_ready()
    with (course.exercises / "median/check.py").open("a") as file:
        file.write("\nIS_EDITED = True\n")
    test = "import exercises.median.check\nassert not hasattr(exercises.median.check, 'IS_EDITED')"
    assert examine(examiners, test).points == 2
    examiners.close()


def test_where_no_process_can_be_started_a_verdict_is_lost_and_no_more(monkeypatch):
    def fork() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(examiner.os, "fork", fork)
    monkeypatch.setattr(examiner.signal, "signal", lambda *_: None)
    control, theirs = socket.socketpair()
    ours, handed_over = Pipe()
    calls, other = socket.socketpair()
    with calls, other, theirs:
        socket.send_fds(control, [b"!"], [calls.fileno(), handed_over.fileno()])
        handed_over.close()
        control.close()
        examiner.serve(theirs)  # until the grader has closed its end
    with pytest.raises(EOFError):
        ours.recv()


def test_a_process_that_was_killed_is_started_anew(examiners):
    examiners.process.kill()
    examiners.process.wait()
    assert examine(examiners, "f(1)").points == 2


def test_checks_that_cannot_be_prepared_are_said_as_what_they_are(tmp_path):
    shutil.copy(ROOT / "course.toml", tmp_path)  # and none of the files that it promises
    examiners = Examiners(LIMITS, Course(tmp_path))
    with pytest.raises(ChecksError, match=r"mnist\.npz is missing"):
        examine(examiners, "f(1)")
    examiners.close()


def test_a_function_at_work_is_left_to_the_watch(examiners):
    watch = Clock()

    def works(request: dict) -> dict:
        watch.until = time.monotonic()
        time.sleep(1)
        return {"error": "the call was stopped"}

    test = "try: f(1)\nexcept Exception as error: assert str(error) == WHY"
    why = "the code was stopped after 1 s"
    assert examine(examiners, test.replace("WHY", repr(why)), Kernel(works), watch).points == 2


def test_memory_has_a_limit(examiners):
    verdict = examine(examiners, "import numpy as np; np.ones(10**9)")
    assert verdict.points == 0


def test_a_process_that_ends_costs_its_own_verdict(examiners):
    for test in ("import os; os._exit(0)", "import os; os.kill(os.getpid(), 11)"):
        with pytest.raises(ExaminationError):
            examine(examiners, test)
    assert examine(examiners, "f(1)").points == 2


def test_a_kernel_that_is_gone_is_told(examiners):
    kernel = Kernel(lambda request: None)
    kernel.lives = False
    with pytest.raises(KernelGone):
        examine(examiners, "f(1)", kernel)
    with pytest.raises(KernelGone, match="cannot be read"):
        examine(examiners, "f(1)", Kernel(lambda request: bytes(15) + b"\2{{"))


def test_a_check_does_not_outlast_the_kernel(examiners):
    kernel = Kernel()
    kernel.lives = False
    with pytest.raises(KernelGone):
        examiners.examine(kernel, Clock(), hidden=ENDLESS, name="f", maximum=2, failed={})


def test_reasons_are_fit_to_be_shown(examiners):
    item = "Item('w', 2, 0, 'x\\x9b2J\\u202e' + 'y' * 1000)"
    test = f"from autograder.checking.verdict import Item, Verdict\nVerdict('f', [{item}])"
    verdict = examiners.examine(Kernel(), Clock(), hidden=test, name="f", maximum=2, failed={})
    assert verdict.reasons == ["x�" + "y" * 397 + "…"]


def test_an_interrupt_of_the_terminal_is_not_the_examiners(examiners):
    os.kill(examiners.process.pid, signal.SIGINT)
    assert examine(examiners, "f(1)").points == 2


def is_over(process: int) -> bool:
    """Whether a process has ended, waited for by somebody or not."""
    try:
        return "State:\tZ" in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return True


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
def test_nothing_is_left_of_verdicts_once_the_grader_closes(tmp_path):
    examiners = Examiners(LIMITS, Course(ROOT))
    name = tmp_path / "process"
    test = f"import os; open({str(name)!r}, 'w').write(str(os.getpid()))\nwhile True: pass"
    errors = []

    def run() -> None:
        try:
            examine(examiners, test)
        except ExaminationError as error:
            errors.append(error)

    thread = Thread(target=run)
    thread.start()
    wait_for(lambda: name.exists() and name.read_text())
    examiners.close()
    thread.join(60)
    wait_for(lambda: is_over(int(name.read_text())))
    with pytest.raises(ExaminationError, match="has ended"):
        examine(examiners, "f(1)")
