"""Times a submission of all notebooks through `nbgrader autograde`, with the judge and without.

    python benchmarks/judge.py

Prints a table of where the seconds go. Student cells and verdicts of several notebooks run side by
side, so their sums exceed the wall time. Stock nbgrader runs the same submission at the same
training budget, its hidden tests inside the student's kernel. How long TensorFlow's import takes
tells how fast the machine is: 2.8 s where the course was designed.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.build.building import build  # noqa: E402
from autograder.course import Course  # noqa: E402
from autograder.fairness.answers import submit  # noqa: E402
from tests.conftest import ASSIGNMENT, SHEETS, autoencoders, copy_course  # noqa: E402

# The gradebook names a kernel that does not exist, so that no other nbgrader grades by accident.
STOCK = """
c = get_config()
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteCells",
]
c.CourseDirectory.root = {root!r}
c.ClearMarkScheme.enforce_metadata = False
c.Execute.timeout = 120
c.Execute.extra_arguments = ["--IPKernelApp.exec_lines=import os; os.environ.update({env})"]
c.IgnorePattern.enabled, c.IgnorePattern.pattern = True, r"(?s).*"
"""
BUDGET = {"LAB_BUDGET": "grading", "CUDA_VISIBLE_DEVICES": "-1"}
LABELS = {
    "start": "kernels started (with the wait for the import of TensorFlow)",
    "execute": "student cells",
    "examine": "verdicts",
    "record": "gradebook and notebooks written",
}


def timed(seconds: Counter, label: str, function: Callable) -> Callable:
    """The function, adding the seconds of each call under a label."""

    def run(*arguments, **options):
        start = time.perf_counter()
        try:
            return function(*arguments, **options)
        finally:
            seconds[label] += time.perf_counter() - start

    return run


def grade_with_timers(root: str) -> None:
    """Run the command in this process, with timers in the judge; print the seconds as JSON."""
    start = time.perf_counter()
    os.chdir(root)
    from nbgrader.apps.nbgraderapp import NbGraderApp

    from autograder.grading.recording import Recorder
    from autograder.judging import execution
    from autograder.sandbox import student_kernel as kernels

    seconds: Counter = Counter()
    for owner, name, label in (
        (kernels.SandboxedKernel, "start", "start"),
        (execution.Session, "execute", "execute"),
        (execution.Session, "examine", "examine"),
        (Recorder, "record", "record"),
    ):
        setattr(owner, name, timed(seconds, label, getattr(owner, name)))
    seconds["import"] = time.perf_counter() - start
    NbGraderApp.launch_instance(["autograde", ASSIGNMENT, "--force"])
    seconds["all"] = time.perf_counter() - start
    print(json.dumps(seconds))


def command(course: Course, *arguments: str) -> tuple[float, str]:
    """Seconds of wall time of a command in a course, and what it printed."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=course.root,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - start, done.stdout


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        course = copy_course(Path(folder) / "course")
        build(course)
        submit(autoencoders(course), SHEETS["model"])
        wall = [
            command(course, "-m", "nbgrader", "autograde", ASSIGNMENT, "--force")[0]
            for _ in range(3)
        ]
        _, printed = command(course, __file__, str(course.root))
        seconds = json.loads(printed.splitlines()[-1])
        stock = STOCK.format(root=str(course.root), env=BUDGET)
        (course.root / "nbgrader_config.py").write_text(stock)
        stock_wall, _ = command(course, "-m", "nbgrader", "autograde", ASSIGNMENT, "--force")
        imported, _ = command(course, "-c", "import tensorflow")

    table = Table(title="One submission of six notebooks, model answers")
    table.add_column("part")
    table.add_column("seconds", justify="right")
    table.add_row("nbgrader starts, and reads the course", f"{seconds['import']:.1f}")
    for name, label in LABELS.items():
        table.add_row(label, f"{seconds[name]:.1f}")
    runs = ", ".join(f"{value:.1f}" for value in wall)
    table.add_row("wall time with the judge (three runs)", runs, style="bold")
    table.add_row("wall time of stock nbgrader", f"{stock_wall:.1f}", style="bold")
    table.add_row("`import tensorflow` alone, on this machine", f"{imported:.1f}")
    Console().print(table)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        grade_with_timers(sys.argv[1])
    else:
        main()
