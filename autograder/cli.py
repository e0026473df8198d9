"""The command `autograder`."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.course import CourseError, find_course

app = typer.Typer(
    help="Build the notebooks of the course and see what a class earned.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def command(function: Callable) -> Callable:
    """A command that ends with one message, and exit status 1, where the course has a mistake."""

    @app.command()
    @wraps(function)
    def run(*arguments, **options):
        try:
            function(*arguments, **options)
        except CourseError as error:
            Console(stderr=True).print(
                f"autograder: {error}", style="red", markup=False, soft_wrap=True
            )
            sys.exit(1)

    return run


@command
def build(
    assignments: Annotated[list[str] | None, typer.Argument(help="by default all")] = None,
) -> None:
    """Build source/ and release/ from notebooks/, and enter assignments in the gradebook."""
    from autograder.build.building import build

    course = find_course()
    build(course, assignments or ())
    for assignment in course.chosen(assignments or ()):
        typer.echo(f"built {assignment.source} and {assignment.release}")


@command
def submit(
    sheets: Annotated[list[Path], typer.Argument(help="answer sheets, as in tests/students/")],
    assignment: Annotated[
        str | None, typer.Option(help="by default the first of course.toml")
    ] = None,
) -> None:
    """Hand in example answers as the submissions of students named after the files."""
    from autograder.fairness.answers import read_answers, submit

    (chosen, *_) = find_course().chosen([assignment] if assignment else ())
    for path in sheets:
        handed_in = submit(chosen, read_answers(path))
        typer.echo(f"{path.stem}: {'handed in' if handed_in else 'already there'}")


@command
def check() -> None:
    """Say whether a change of the course is fair: known answers, right and wrong, are graded."""
    from autograder.fairness.check import check

    if not check(find_course(), Console()):
        sys.exit(1)


@command
def fairness() -> None:
    """Measure fairness on all known answers and on mutants, and write docs/fairness.md."""
    from autograder.fairness.page import write_page

    course = find_course()
    typer.echo(f"written: {write_page(course, Console())}")


@command
def collect(
    archives: Annotated[
        list[Path], typer.Argument(help="zip files of all submissions, from Moodle or Canvas")
    ],
    assignment: Annotated[
        str | None, typer.Option(help="which; not needed where the course has one")
    ] = None,
    zone: Annotated[
        str | None, typer.Option(help="of the archives' times, as Europe/Berlin; by default yours")
    ] = None,
) -> None:
    """Lay submissions from archives of Moodle or Canvas into submitted/."""
    from autograder.reporting.collecting import collect

    collect(find_course(), archives, assignment, zone, Console())


@command
def report(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="by default all that are graded")
    ] = None,
    html: Annotated[
        bool, typer.Option("--html", help="write a page with figures and item analysis instead")
    ] = False,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="with --html: name nobody on the page")
    ] = False,
) -> None:
    """Print each student's points by notebook, and the reason for every lost point."""
    from autograder.reporting.report.writing import print_reports, write_reports

    course = find_course()
    if anonymous and not html:
        raise CourseError(
            "only the page can be anonymous; run `autograder report --html --anonymous`"
        )
    if not html:
        print_reports(course, assignments or (), Console())
        return
    for path in write_reports(course, assignments or (), anonymous, Console(stderr=True)):
        typer.echo(f"written: {path}")


@command
def essays() -> None:
    """Open a page on which essays are read by question: a Jupyter server in the course's folder."""
    from autograder.reporting.essays.opening import open_essays

    open_essays(find_course().root)
