"""Reads a class and writes its report, with a bar on the way."""

from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from autograder.course import Course
from autograder.reporting.course_settings import course_directory
from autograder.reporting.reading_results import read_results

FOLDER = "reports"


def write_report(course: Course, assignment: str | None, anonymous: bool, console: Console) -> Path:
    """Write the report on an assignment into reports/; where it lies."""
    from autograder.reporting.report.page import write_page

    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("reading graded notebooks", total=None)
        results = read_results(
            course, assignment, lambda done, of: bar.update(task, completed=done, total=of)
        )
    coursedir = course_directory(course, results.assignment)
    name = f"{results.assignment}-anonymous" if anonymous else results.assignment
    target = Path(coursedir.root, FOLDER, f"{name}.html")
    write_page(results, coursedir, target, anonymous)
    return target
