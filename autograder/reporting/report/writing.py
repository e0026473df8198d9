"""Reads a class and writes its report, with a bar on the way."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from autograder.course import Course
from autograder.reporting.course_settings import course_directory
from autograder.reporting.reading_results import read_graded
from autograder.reporting.report.terminal import print_report
from autograder.reporting.results import ClassResults

FOLDER = "reports"


def print_reports(course: Course, names: Sequence[str], console: Console) -> None:
    """Print what a class earned in these assignments, or in all that are graded."""
    for results in read_graded(course, names):
        print_report(results, console)


def write_reports(
    course: Course, names: Sequence[str], anonymous: bool, console: Console
) -> list[Path]:
    """Write a page on each of these assignments, or of all that are graded; where they lie."""
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("reading graded notebooks", total=None)
        graded = read_graded(
            course, names, lambda done, of: bar.update(task, completed=done, total=of)
        )
    return [write_report(course, results, anonymous) for results in graded]


def write_report(course: Course, results: ClassResults, anonymous: bool = False) -> Path:
    """Write the page on one assignment into reports/; where it lies."""
    from autograder.reporting.report.page import write_page  # which draws, with a heavy library

    coursedir = course_directory(course, results.assignment)
    name = f"{results.assignment}-anonymous" if anonymous else results.assignment
    target = Path(coursedir.root, FOLDER, f"{name}.html")
    write_page(results, coursedir, target, anonymous)
    return target
