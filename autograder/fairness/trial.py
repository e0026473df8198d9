"""Grades answers by the checks of their functions, each in a process of its own.

The answers tried here are the course's own and need no sandbox. They need processes of their own
because one may change what the next would find, or never end. These are forks of one process that
has imported what notebooks import and has run nothing else. In each of them the check asks over a
socket, as the judge does, so that what is lost on the way is lost here too.
"""

import io
import linecache
import os
import sys
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as TooLate
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from multiprocessing import forkserver, get_context
from typing import Any
from unittest.mock import patch

from pebble import ProcessExpired, ProcessPool

from autograder.checking.verdict import Item, Verdict
from autograder.course import Course
from autograder.fairness.across import ask_across
from autograder.fairness.exercises import Exercise
from autograder.judging.hidden_tests import reach_verdict, without_points
from autograder.judging.remote import KernelGone
from autograder.sandbox.environment import ENVIRONMENT

SECONDS = 180  # for one answer, on however slow a machine
NEEDED = ("OPENBLAS_NUM_THREADS", "MPLBACKEND")


@dataclass(frozen=True)
class Trial:
    """An exercise, and the sources that take the place of its cells, by grade id."""

    exercise: Exercise
    answers: dict[str, str]
    base: str = "model"

    def sources(self) -> Iterator[str]:
        """What runs before the test, cell by cell."""
        for cell in self.exercise.cells:
            left = cell.released if self.base == "release" else cell.model
            yield left if cell.grade_id is None else self.answers.get(cell.grade_id, left)


@dataclass(frozen=True)
class Outcome:
    """What an answer earned, and what its student reads at once: nothing where the check passed."""

    items: tuple[Item, ...]
    shown: str = ""

    @property
    def points(self) -> float:
        return sum(item.points for item in self.items)

    @property
    def reasons(self) -> list[str]:
        return Verdict("", list(self.items)).reasons


def run_trials(course: Course, trials: Iterable[Trial]) -> Iterator[Outcome]:
    """The outcomes of trials, in their order, as they come."""
    context = get_context("forkserver")
    kernel = course.kernel
    imports = [*kernel.imports, *(name for more in kernel.imports_with.values() for name in more)]
    context.set_forkserver_preload([*imports, "autograder.fairness.trial"])
    # Only the process that is forked takes these over: the caller's own environment stays.
    needed = {name: ENVIRONMENT[name] for name in NEEDED} | kernel.environment
    with patch.dict(os.environ, needed), _messages_kept_back():
        forkserver.ensure_running()
    with ProcessPool(max_tasks=1, context=context) as pool:
        futures = [
            (trial, pool.schedule(run_trial, (trial, course), timeout=SECONDS)) for trial in trials
        ]
        for trial, future in futures:
            try:
                yield future.result()
            except TooLate:
                yield _lost(trial, f"the code was stopped after {SECONDS} s")
            except ProcessExpired:
                yield _lost(trial, "the code ended its own process")


@contextmanager
def _messages_kept_back() -> Iterator[None]:
    """Let processes that are started here write no messages: imports of packages have many."""
    stderr = os.dup(2)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 (a descriptor is needed)
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)


def _lost(trial: Trial, why: str) -> Outcome:
    return Outcome(tuple(without_points(trial.exercise.name, trial.exercise.points, why).items))


def run_trial(trial: Trial, course: Course) -> Outcome:
    """Run an answer and both parts of its test in this process, with what its notebook finds."""
    course.prepare_checks()
    sys.path.insert(0, str(trial.exercise.folder))
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, source in enumerate([*trial.sources(), trial.exercise.visible]):
        # A message can quote the line that failed, as it can in a notebook.
        file = f"cell {number}"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        shown = _run_cell(source, file, names)
    exercise = trial.exercise
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            verdict = ask_across(
                names,
                lambda view: reach_verdict(exercise.hidden, view, exercise.name, exercise.points),
            )
    except KernelGone as error:
        verdict = without_points(exercise.name, exercise.points, str(error))
    return Outcome(tuple(verdict.items), shown)


def _run_cell(source: str, file: str, names: dict[str, Any]) -> str:
    """Run a cell as a notebook does, and go on whatever it raises; what it shows of a mistake."""
    with redirect_stdout(io.StringIO()) as printed, redirect_stderr(io.StringIO()):
        try:
            exec(compile(source, file, "exec"), names)
        except (Exception, SystemExit) as error:
            return traceback.format_exception_only(error)[-1].strip()
    lines = printed.getvalue().splitlines()
    return "\n".join(lines[lines.index(line) :] if (line := _first_mistake(lines)) else [])


def _first_mistake(lines: list[str]) -> str | None:
    """The line in which a check of the lab begins to say what is wrong."""
    return next((line for line in lines if line.startswith("✗")), None)
