"""Grades one class with stock nbgrader at both budgets, its command here, and `autograder grade`.

    python benchmarks/class.py [--submissions 30] [--stock 5] [--jobs 1 2] [--without-loop]

The class holds right, wrong and half-done work, one endless loop, one crash and one script, no two
alike. Stock nbgrader grades a few submissions, and its time is scaled; at the full budget it trains
as students do. Processor seconds and memory are those of the whole machine, so let nothing else
run.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path

import jupytext
import psutil
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.build.building import build  # noqa: E402
from autograder.course import Assignment, Course  # noqa: E402
from autograder.fairness.answers import (  # noqa: E402
    Answer,
    AnswerSheet,
    model_answers,
    read_known_answers,
    submit,
)
from benchmarks.judge import BUDGET, STOCK  # noqa: E402
from tests.conftest import ASSIGNMENT, SHEETS, autoencoders, copy_course  # noqa: E402

MEMORY_SECONDS = 0.2  # between two looks at the memory of the machine
LOOP = Answer("def encoder(x, weights, biases):\n    while True:\n        pass")
CRASH = Answer("import ctypes\n\ndef mean_squared(x, z):\n    return ctypes.string_at(0)")


@dataclass(frozen=True)
class Figures:
    """What one way to grade took: seconds, of wall and of processors, and memory, GB."""

    way: str
    submissions: int
    wall: float
    processor: float
    memory: float


def hand_in_class(assignment: Assignment, count: int, with_loop: bool) -> None:
    """So many submissions, each with an own comment in each of its answers."""
    students = [SHEETS[name] for name in ("model", "written_differently", "half_done", "untouched")]
    mistakes = []
    for path in sorted((ROOT / "exercises").glob("*/answers.py")):
        sheet = read_known_answers(path).sheets[-1]
        if sheet.answers.keys() <= _grade_ids(assignment):
            mistakes.append(sheet)
    special = [("crash", {"mean_squared": CRASH})]
    special += [("loop", {"encoder": LOOP})] if with_loop else []
    sheets = [AnswerSheet(name, name, "model", answers) for name, answers in special]
    mixed = (one for pair in zip(cycle(students), cycle(mistakes), strict=False) for one in pair)
    sheets += islice(mixed, count - len(sheets))
    model = {name: Answer(source) for name, source in model_answers(assignment).items()}
    for number, sheet in enumerate(sheets):
        answers = (model if sheet.base == "model" else {}) | sheet.answers
        own = {
            name: replace(answer, source=f"{answer.source}\n# by student {number}")
            for name, answer in answers.items()
        }
        submit(assignment, replace(sheet, student=f"s{number:03}", answers=own))
    notebook = assignment.submission(f"s{count - 1:03}") / "2_cross_entropy.ipynb"
    jupytext.write(jupytext.read(notebook), notebook.with_suffix(".py"), fmt="py:percent")
    notebook.unlink()


def _grade_ids(assignment: Assignment) -> set[str]:
    import nbformat

    return {
        cell.metadata.nbgrader.grade_id
        for path in assignment.release.glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if "nbgrader" in cell.metadata
    }


def measured(way: str, course: Course, count: int, *arguments: str) -> Figures:
    """Run a command in a course. Whether it calls itself successful does not matter here."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    before, start = psutil.cpu_times(), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=course.root,
        env=os.environ | {"PATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = [0.0]
    watch = threading.Thread(target=_watch_memory, args=(process, peak), daemon=True)
    watch.start()
    process.wait()
    wall, after = time.perf_counter() - start, psutil.cpu_times()
    processor = sum(
        getattr(after, one) - getattr(before, one) for one in ("user", "nice", "system")
    )
    return Figures(way, count, wall, processor, peak[0])


def _watch_memory(process: subprocess.Popen, peak: list[float]) -> None:
    """Note by how much less memory the machine has than before; pages that are shared count once.

    To ask each process for its own takes a tenth of a processor.
    """
    before = psutil.virtual_memory().available
    while process.poll() is None:
        peak[0] = max(peak[0], (before - psutil.virtual_memory().available) / 1e9)
        time.sleep(MEMORY_SECONDS)


def fresh(built: Course, folder: Path) -> Course:
    """A copy of the class in which nothing is graded yet."""
    shutil.copytree(built.root, folder, symlinks=True)
    return Course(folder)


def stock(built: Course, folder: Path, count: int, environment: dict[str, str]) -> Course:
    """A copy with a few submissions, for an nbgrader that knows nothing of the judge.

    They lie at equal steps in the class, so that the crash, its first, is none of them.
    """
    course = fresh(built, folder)
    places = sorted(course.root.glob("submitted/*"))
    kept = {places[int((number + 0.5) * len(places) / count)] for number in range(count)}
    for place in set(places) - kept:
        shutil.rmtree(place)
    configuration = STOCK.format(root=str(course.root), env=environment)
    (course.root / "nbgrader_config.py").write_text(configuration)
    return course


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--submissions", type=int, default=30)
    parser.add_argument(
        "--stock", type=int, default=5, help="submissions that stock nbgrader grades"
    )
    parser.add_argument("--jobs", type=int, nargs="*", default=[os.cpu_count() or 1])
    parser.add_argument("--without-loop", action="store_true")
    arguments = parser.parse_args()
    grade = ["-c", "from autograder.cli import app; app()", "grade", ASSIGNMENT]
    autograde = ["-m", "nbgrader", "autograde", ASSIGNMENT]
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        built = copy_course(folder / "class")
        build(built, [ASSIGNMENT])
        hand_in_class(autoencoders(built), arguments.submissions, not arguments.without_loop)
        if arguments.stock:
            full = {one: value for one, value in BUDGET.items() if one != "LAB_BUDGET"}
            for way, environment in (("full budget", full), ("grading budget", BUDGET)):
                course = stock(built, folder / way, arguments.stock, environment)
                found.append(measured(f"stock, {way}", course, arguments.stock, *autograde))
        ways = {"nbgrader autograde": autograde}
        ways |= {f"autograder grade, {n} jobs": [*grade, "--jobs", str(n)] for n in arguments.jobs}
        for number, (way, command) in enumerate(ways.items()):
            course = fresh(built, folder / str(number))
            found.append(measured(way, course, arguments.submissions, *command))
    table = Table(title=f"A class of {arguments.submissions}, {os.cpu_count()} processors")
    table.add_column("way")
    for column in ("graded", "a minute", "s each", "processor s each", "peak GB", "against stock"):
        table.add_column(column, justify="right")
    references = found[: 2 if arguments.stock else 0]
    for one in found:
        each = one.wall / one.submissions
        ratios = [f"{first.wall / first.submissions / each:.1f}×" for first in references]
        table.add_row(
            one.way,
            str(one.submissions),
            f"{60 / each:.1f}",
            f"{each:.1f}",
            f"{one.processor / one.submissions:.1f}",
            f"{one.memory:.2f}",
            ", ".join(ratios),
        )
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
