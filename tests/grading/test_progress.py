"""What a terminal shows while a class is graded."""

import logging
import re
import sys
from io import StringIO
from pathlib import Path
from time import monotonic
from unittest.mock import Mock

import pytest
from rich.console import Console

from autograder.grading.converter import progress_line
from autograder.grading.driver import Running
from autograder.grading.due import Due
from autograder.grading.progress import Progress
from autograder.judging.judgement import Judged, Judgement


def running(student: str, seconds: float) -> Running:
    since = monotonic() - seconds
    return Running(Due(student, Path(), ""), Mock(), since, since, notebooks={"1_means"})


def shown(console: Console) -> str:
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


@pytest.fixture
def console() -> Console:
    return Console(file=StringIO(), force_terminal=True, width=100)


def test_the_time_left_is_told_while_submissions_wait(console):
    with Progress(8, console) as progress:
        progress.start -= 60
        progress.look_at([running("bob", 10), running("cyd", 50)])
        progress.add("ann", Judgement({"1_means": Judged("graded", [])}), 60)
        progress.live.refresh()
        text = shown(console)
    for student, since in (("bob", "10 s"), ("cyd", "50 s")):
        assert re.search(rf"{student} +1_means +{since}", text)
    # Of one minute each, 50 s and 10 s are left of two, and five wait for two workers.
    assert "1 of 8 submissions graded in 0:01:00, about 0:03:00 left" in text


def test_no_time_is_promised_for_the_last_which_may_come_to_no_end(console):
    with Progress(2, console) as progress:
        progress.start -= 60
        progress.look_at([running("bob", 70)])
        progress.add("ann", Judgement({"1_means": Judged("crashed", ["by signal 11"])}), 60)
        progress.live.refresh()
        text = shown(console)
    assert "1 of 2 submissions graded in 0:01:00" in text
    assert "left" not in text
    assert "ann, 1_means: crashed: by signal 11" in text


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_the_line_of_nbgraders_command_lets_no_more_messages_through(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    log = logging.Logger("AutogradeApp", logging.DEBUG)
    handler = logging.StreamHandler(terminal)
    handler.setLevel(logging.INFO)
    log.addHandler(handler)
    with progress_line(2, log) as advance:
        log.debug("Executing cell")
        log.info("ann, 1_means: graded")
        advance()
    assert "ann, 1_means: graded" in terminal.getvalue()
    assert "1/2" in terminal.getvalue()
    assert "Executing cell" not in terminal.getvalue()
