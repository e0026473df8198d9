"""Compares what the judge takes for a submission with what its own computing takes.

    python benchmarks/own_computing.py [submissions]

Own computing is that of the cells which the verdicts rest on, and of the hidden tests, in one warm
process without a sandbox, and with one thread: with more, those that wait for each other count. In
a fork a notebook, of a process that has run none yet, the same shows what any judge takes that
keeps notebooks apart: much of TensorFlow is made ready at first use, and memory is copied. The
judge has the same model answers, several submissions at a time, and so have both commands, from
their start to their end. Their processor seconds are those of the whole machine, so let nothing
else run.
"""

import gc
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from threadpoolctl import threadpool_limits

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.course import Assignment, Course  # noqa: E402
from autograder.fairness.answers import model_answers, submit  # noqa: E402
from autograder.judging.hidden_tests import run_hidden  # noqa: E402
from autograder.judging.in_process import view  # noqa: E402
from autograder.judging.judge import CourseNotebook, Judge, read_notebooks  # noqa: E402
from autograder.judging.needed_cells import needed_cells  # noqa: E402
from autograder.judging.record import tested_function  # noqa: E402
from tests.conftest import ASSIGNMENT, SHEETS, autoencoders, copy_build, copy_course  # noqa: E402


def compute(notebook: CourseNotebook, answers: dict[str, str]) -> None:
    """Run the cells that verdicts rest on, with these answers, and the hidden tests."""
    needed = needed_cells(notebook.released, (), notebook.hidden)
    names: dict[str, object] = {}
    for cell in notebook.released.cells:
        if cell.id not in needed:
            continue
        if tested_function(cell):
            hidden = notebook.hidden[cell.metadata.nbgrader.grade_id]
            verdict = run_hidden(hidden, lambda name: view(names[name]))
            assert verdict.points == verdict.maximum, verdict
        else:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            exec(answers.get(grade_id, cell.source), names)


def enter(assignment: Assignment) -> None:
    """Be where a kernel of the assignment is, with one thread as it has."""
    threadpool_limits(1)
    os.environ |= assignment.course.kernel.environment
    os.chdir(assignment.release)
    sys.path.insert(0, str(assignment.release))


def in_forks(assignment: Assignment, times: int) -> float:
    """Processor seconds a submission, each notebook in a fork of a process that has run none."""
    notebooks, answers = read_notebooks(assignment), model_answers(assignment)
    assignment.course.prepare_checks()
    for notebook in notebooks.values():
        for module in notebook.imports_of(assignment.course.kernel):
            importlib.import_module(module)
    gc.freeze()  # as the warm process does
    taken = 0.0
    for notebook in times * [*notebooks.values()]:
        fork = os.fork()
        if fork == 0:
            try:
                compute(notebook, answers)
                os._exit(0)
            finally:
                os._exit(1)
        _, status, usage = os.wait4(fork, 0)
        assert status == 0, "the model answers are right"
        taken += usage.ru_utime + usage.ru_stime
    return taken / times


def own_computing(assignment: Assignment, times: int) -> float:
    """Processor seconds a submission, after a first one that warms up."""
    notebooks, answers = read_notebooks(assignment), model_answers(assignment)

    def run() -> None:
        for notebook in notebooks.values():
            compute(notebook, answers)

    run()
    start = time.process_time()
    for _ in range(times):
        run()
    return (time.process_time() - start) / times


@contextmanager
def processors() -> Iterator[list[float]]:
    """The processor seconds of the whole machine in the block, once it is done."""
    found: list[float] = []
    before = psutil.cpu_times()
    yield found
    after = psutil.cpu_times()
    kinds = ("user", "nice", "system")
    found.append(sum(getattr(after, one) - getattr(before, one) for one in kinds))


def judging(assignment: Assignment) -> float:
    """Processor seconds a submission, after a first one that warms up."""
    with Judge(assignment) as judge:
        first, *others = sorted(assignment.course.root.glob(f"submitted/*/{assignment.name}"))
        judge.judge(first)
        with processors() as taken:
            for underway in [judge.begin(folder) for folder in others]:
                underway.result()
    return taken[0] / len(others)


def commanding(course: Course, count: int, *command: str) -> float:
    """Processor seconds a submission of a command, in a copy of the course."""
    with tempfile.TemporaryDirectory() as name:
        root = shutil.copytree(course.root, Path(name).resolve() / "course", symlinks=True)
        with processors() as taken:
            subprocess.run([sys.executable, *command], cwd=root, check=True, capture_output=True)
    return taken[0] / count


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    grade = ("-c", "from autograder.cli import app; app()", "grade", ASSIGNMENT)
    with tempfile.TemporaryDirectory() as name:
        course = copy_course(Path(name).resolve() / "course")
        copy_build(course)
        for number in range(count + 1):
            submit(autoencoders(course), SHEETS["model"].handed_in_by(f"s{number:03}"))
        taken = {
            "the judge": judging(autoencoders(course)),
            "nbgrader autograde": commanding(
                course, count + 1, "-m", "nbgrader", "autograde", ASSIGNMENT
            ),
            "autograder grade": commanding(course, count + 1, *grade),
            "autograder grade, 1 job": commanding(course, count + 1, *grade, "--jobs", "1"),
        }
        enter(autoencoders(course))
        taken["the same in a fork a notebook"] = in_forks(autoencoders(course), count)
        own = own_computing(autoencoders(course), count)
    print(f"own computing: {own:.2f} processor s a submission")
    for way, seconds in taken.items():
        print(f"{way}: {seconds:.2f}, {seconds / own:.2f} times as much")


if __name__ == "__main__":
    main()
