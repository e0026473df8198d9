"""The command `autograder`."""

import os
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
def grade(
    assignment: Annotated[str, typer.Argument(help="as course.toml names it")],
    student: Annotated[str, typer.Option(help="a student's name, or a pattern")] = "*",
    notebook: Annotated[str, typer.Option(help="a notebook's name, or a pattern")] = "*",
    exercise: Annotated[
        str | None, typer.Option(help="judge this one anew, and change nothing else")
    ] = None,
    jobs: Annotated[
        int, typer.Option(min=1, help="submissions that are judged at once, by default a core each")
    ] = os.cpu_count() or 1,
    force: Annotated[bool, typer.Option("--force", help="also what is graded already")] = False,
    scheduler: Annotated[
        str | None, typer.Option(help="address of a dask scheduler, whose workers judge")
    ] = None,
) -> None:
    """Grade what a class handed in: what is new, has changed, or was interrupted."""
    from autograder.grading.exercise import ExerciseGrader
    from autograder.grading.grade import ClassGrader, grade

    settings = {"student_id": student, "notebook_id": notebook}
    traits = {"jobs": jobs, "scheduler": scheduler, "console": Console()}
    if exercise:
        kind, traits["exercise"] = ExerciseGrader, exercise
    else:
        kind, traits["force"] = ClassGrader, force
    if not grade(find_course().assignment(assignment), kind, settings, **traits):
        sys.exit(1)


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
def report(
    assignments: Annotated[
        list[str] | None, typer.Argument(help="by default all that are graded")
    ] = None,
) -> None:
    """Print each student's points by notebook, and the reason for every lost point."""
    from autograder.reporting.report import report

    report(find_course(), assignments or (), Console())


@command
def essays() -> None:
    """Open a page on which essays are read by question: a Jupyter server in the course's folder."""
    from autograder.reporting.essays.opening import open_essays

    open_essays(find_course().root)
