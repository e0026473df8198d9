"""Times how long a judgement takes to be recorded, in SQLite and in PostgreSQL.

    python benchmarks/recording.py [--judgements 5000] [--postgresql URL]

Synthetic judgements of a whole assignment are entered in a gradebook that grows, first without and
then with the folder of graded notebooks. From the time of one follows how many workers one recorder
can serve: what a submission takes to be judged, over what it takes to be recorded. A server for
PostgreSQL is started where Debian's is installed and no URL is given.
"""

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import mean

import nbformat
from nbgrader.apps.autogradeapp import AutogradeApp
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.build.building import build  # noqa: E402
from autograder.course import Assignment  # noqa: E402
from autograder.grading.due import Due  # noqa: E402
from autograder.grading.recording import Recorder  # noqa: E402
from autograder.judging.judgement import Judged, Judgement  # noqa: E402
from tests.conftest import copy_course  # noqa: E402
from tests.reporting.postgresql import temporary_server, why_none  # noqa: E402

PARTS = 10  # of all judgements, whose times show whether one takes longer the more there are
JUDGING_SECONDS = 8  # of one submission by one worker, for the last line


def synthetic(assignment: Assignment) -> Judgement:
    """The judgement of a submission that earned half of all points."""
    notebooks = {}
    for path in sorted(assignment.source.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        headers = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
        points = {
            one.grade_id: None if one.solution else one.points / 2 for one in headers if one.grade
        }
        notebooks[path.stem] = Judged("graded", ["a note"], path.name, notebook, points)
    return Judgement(notebooks)


def times(assignment: Assignment, judgement: Judgement, count: int, is_whole: bool) -> list[float]:
    """Milliseconds of each recording, in the gradebook of the course's configuration."""
    app = AutogradeApp(log_level="ERROR")
    app.initialize([assignment.name])
    app.coursedir.assignment_id = assignment.name
    found = []
    with Recorder(app.coursedir, assignment.source, 444) as recorder:
        for number in range(count):
            student = f"{'whole' if is_whole else 'points'}-{number:05}"
            due = Due(student, assignment.submission(student), "")
            start = time.perf_counter()
            if is_whole:
                recorder.record(due, judgement)
            else:
                with recorder.transaction():
                    recorder._enter(student, None, judgement)
            found.append((time.perf_counter() - start) * 1000)
    return found


def measure(folder: Path, url: str | None, count: int) -> dict[str, list[float]]:
    """Milliseconds of each recording, without the graded notebooks and with them."""
    course = copy_course(folder)
    if url:
        with (course.root / "nbgrader_config.py").open("a") as file:
            file.write(
                f"\nc.CourseDirectory.db_url = {url!r}\nc.CourseDirectory.course_id = 'course'\n"
            )
    build(course)
    os.chdir(course.root)
    (assignment, *_) = course.assignments
    judgement = synthetic(assignment)
    return {
        "points": times(assignment, judgement, count, is_whole=False),
        "points and notebooks": times(assignment, judgement, count // 10, is_whole=True),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--judgements", type=int, default=5000)
    parser.add_argument("--postgresql", metavar="URL", help="of an empty database")
    arguments = parser.parse_args()
    table = Table(title="A judgement is recorded, ms: mean of each tenth, and of all")
    for column in ("gradebook", "what", "how many", *map(str, range(1, PARTS + 1)), "all"):
        table.add_column(column, justify="right")
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name).resolve()
        servers: dict[str, str | None] = {"SQLite": None}
        if arguments.postgresql:
            servers["PostgreSQL"] = arguments.postgresql
        elif not why_none():
            servers["PostgreSQL"] = stack.enter_context(temporary_server()).render_as_string()
        for server, url in servers.items():
            for what, found in measure(folder / server, url, arguments.judgements).items():
                part = len(found) // PARTS
                tenths = [f"{mean(found[n * part : (n + 1) * part]):.1f}" for n in range(PARTS)]
                table.add_row(server, what, f"{len(found):,}", *tenths, f"{mean(found):.1f}")
                slowest = mean(found) / 1000
        os.chdir(ROOT)
    Console(width=160).print(table)
    served = JUDGING_SECONDS / slowest
    print(f"One recorder serves about {served:.0f} workers with {JUDGING_SECONDS} s a submission.")


if __name__ == "__main__":
    main()
