"""Times how long a judgement takes to be recorded, in SQLite and in PostgreSQL.

    python benchmarks/recording.py [--judgements 5000] [--postgresql URL]

Synthetic judgements of a whole assignment are entered in a gradebook that grows, first without and
then with the folder of graded notebooks. From the time of one follows how many workers one recorder
can serve: what a submission takes to be judged, over what it takes to be recorded. A server for
PostgreSQL is started where Debian's is installed and no URL is given.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean

import nbformat
from nbgrader.coursedir import CourseDirectory
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from autograder.build.building import build  # noqa: E402
from autograder.course import Assignment  # noqa: E402
from autograder.grading.due import Due  # noqa: E402
from autograder.grading.recording import Recorder  # noqa: E402
from autograder.intake.timestamps import read_timestamp  # noqa: E402
from autograder.judging.judgement import Judged, Judgement  # noqa: E402
from tests.conftest import copy_course  # noqa: E402
from tests.grading.postgresql import postgresql_server, set_db_url, why_no_server  # noqa: E402

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
    """Milliseconds of each recording."""
    root = assignment.course.root
    settings = {"root": str(root), "assignment_id": assignment.name}
    directory = CourseDirectory(**settings, **set_db_url(root))
    found = []
    with Recorder(directory, assignment.source, 444) as recorder:
        for number in range(count):
            student = f"{'whole' if is_whole else 'points'}-{number:05}"
            due = Due(student, assignment.submission(student), "")
            start = time.perf_counter()
            if is_whole:
                recorder.record(due, judgement)
            else:
                with recorder.transaction():
                    submission = recorder._submission(student, read_timestamp(due.source))
                    recorder._enter(submission, judgement)
            found.append((time.perf_counter() - start) * 1000)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--judgements", type=int, default=5000)
    parser.add_argument("--postgresql", metavar="URL")
    arguments = parser.parse_args()
    table = Table(title=f"{arguments.judgements:,} judgements, ms each: mean of each tenth")
    for column in ("gradebook", "what", *(f"{n}." for n in range(1, PARTS + 1)), "all"):
        table.add_column(column, justify="right")
    with tempfile.TemporaryDirectory() as folder:
        ...


if __name__ == "__main__":
    main()
