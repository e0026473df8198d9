"""The command `autograder`."""

import sys
from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from autograder.course import Course, CourseError, find_course

app = typer.Typer(
    help="Build the notebooks of the course and see what a class earned.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


CourseFolder = Annotated[
    Path | None,
    typer.Option(
        "--course-dir", help="the course; by default the working directory, or a folder above it"
    ),
]


def on_course(function: Callable[..., None]) -> Callable[..., None]:
    """A command on a course, its first parameter, which --course-dir names as for nbgrader.

    It ends with one message, and exit status 1, where the course has a mistake.
    """

    @wraps(function)
    def run(*arguments: Any, course_dir: Path | None = None, **options: Any) -> None:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # not every terminal has every name
        try:
            function(find_course(course_dir), *arguments, **options)
        except CourseError as error:
            Console(stderr=True).print(
                f"autograder: {error}", style="red", markup=False, soft_wrap=True
            )
            sys.exit(1)

    folder = Parameter("course_dir", Parameter.KEYWORD_ONLY, default=None, annotation=CourseFolder)
    _, *own = signature(function).parameters.values()
    run.__signature__ = Signature([*own, folder])  # type: ignore[attr-defined]
    return run


def _say(line: str) -> None:
    typer.echo(line, err=True)


def command(function: Callable[..., None]) -> Callable[..., None]:
    """A command of `autograder` itself."""
    return app.command()(on_course(function))


@command
def build(
    course: Course,
    assignments: Annotated[list[str] | None, typer.Argument(help="by default all")] = None,
) -> None:
    """Build source/ and release/ from notebooks/, and enter assignments in the gradebook."""
    from autograder.build.building import build, off_plan
    from autograder.grading.locking import no_grader

    with no_grader(course, _say):
        build(course, assignments or ())
    for assignment in course.chosen(assignments or ()):
        typer.echo(f"built {assignment.source} and {assignment.release}")
    for sentence in off_plan(course):
        typer.echo(f"note: {sentence}")


@command
def submit(
    course: Course,
    sheets: Annotated[list[Path], typer.Argument(help="answer sheets, as in tests/students/")],
    assignment: Annotated[
        str | None, typer.Option(help="by default the first of course.toml")
    ] = None,
) -> None:
    """Hand in example answers as the submissions of students named after the files."""
    from autograder.fairness.answers import read_answers, submit

    (chosen, *_) = course.chosen([assignment] if assignment else ())
    for path in sheets:
        handed_in = submit(chosen, read_answers(path))
        typer.echo(f"{path.stem}: {'handed in' if handed_in else 'already there'}")


@command
def grade(
    course: Course,
    assignment: Annotated[str, typer.Argument(help="as course.toml names it")],
    student: Annotated[str, typer.Option(help="a student's name, or a pattern")] = "*",
    notebook: Annotated[str, typer.Option(help="a notebook's name, or a pattern")] = "*",
    exercise: Annotated[
        str | None, typer.Option(help="judge this one anew, and change nothing else")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="submissions that are judged at once, by default a core each"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="also what is graded already")] = False,
    scheduler: Annotated[
        str | None, typer.Option(help="address of a dask scheduler, whose workers judge")
    ] = None,
) -> None:
    """Grade what a class handed in: what is new, has changed, or was interrupted."""
    from autograder.grading.exercise import ExerciseGrader
    from autograder.grading.grade import ClassGrader, grade

    if exercise is not None and force:
        raise CourseError("--exercise judges what is graded anew in any case; leave out --force")
    kind: type[ClassGrader] = ClassGrader if exercise is None else ExerciseGrader
    traits: dict[str, Any] = {"force": force} if exercise is None else {"exercise": exercise}
    traits |= {"jobs": jobs, "scheduler": scheduler, "console": Console()}
    settings = {"student_id": student, "notebook_id": notebook}
    if not grade(course.assignment(assignment), kind, settings, **traits):
        sys.exit(1)


@command
def check(
    course: Course,
    exercise: Annotated[str, typer.Argument(help="a grade id; by default all are tried")] = "",
) -> None:
    """Say whether a change of the course is fair: known answers, right and wrong, are graded."""
    from autograder.fairness.check import check

    if not check(course, Console(), exercise):
        sys.exit(1)


@command
def fairness(course: Course) -> None:
    """Measure fairness on all known answers and on mutants, and write docs/fairness.md."""
    from autograder.fairness.page import write_page

    typer.echo(f"written: {write_page(course, Console())}")


@command
def collect(
    course: Course,
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

    collect(course, archives, assignment, zone, Console())


@command
def extend(
    course: Course,
    file: Annotated[Path, typer.Argument(help="a CSV file: student, hours or date, why")],
    assignment: Annotated[
        str | None, typer.Option(help="which; not needed where the course has one")
    ] = None,
) -> None:
    """Give single students more time, as a CSV file says."""
    from autograder.reporting.extensions import extend

    extend(course, file, assignment, Console())


@command
def report(
    course: Course,
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

    if anonymous and not html:
        raise CourseError(
            "only the page can be anonymous; run `autograder report --html --anonymous`"
        )
    if not html:
        print_reports(course, assignments or (), Console())
        return
    for path in write_reports(course, assignments or (), anonymous, Console(stderr=True)):
        typer.echo(f"written: {path}")


new = typer.Typer(help="Begin something new from the course's own template.", no_args_is_help=True)
app.add_typer(new, name="new")


@new.command()
@on_course
def exercise(
    course: Course,
    name: Annotated[str, typer.Argument(help="the name of the function, and its grade id")],
    notebook: Annotated[str, typer.Option(help="the notebook that asks for it: 1_title")],
) -> None:
    """Write the folder of an exercise, and its cells in a notebook; both say what to fill in."""
    from autograder.build.new import new_exercise

    for path in new_exercise(course, name, notebook):
        typer.echo(f"written: {path}")
    typer.echo(f"now `autograder build`, and `autograder check {name}`, which says what is missing")


@command
def reset(course: Course) -> None:
    """Remove all students with what they handed in and earned: to clear a class of examples."""
    from autograder.grading.locking import no_grader
    from autograder.grading.reset import clear, find_class
    from autograder.reporting.essays.tables import forget_readings
    from autograder.text import plain

    # Also while the question is open: what is removed is what was shown.
    with no_grader(course, _say):
        found = find_class(course)
        if not found:
            typer.echo("there are no students: nothing to remove")
            return
        shown = ", ".join(map(plain, found.students[:5]))
        shown += ", …" if len(found.students) > 5 else ""
        typer.echo(
            f"students: {len(found.students)} ({shown}); their grades, the comments of those who "
            f"read them, and {', '.join(f'{path.name}/' for path in found.folders) or 'no folder'}"
        )
        if typer.confirm("Remove all of that for good?"):
            clear(course, found, forget_readings)
            typer.echo("removed; source/, release/ and the assignments stay")
        else:
            typer.echo("nothing was removed")


@command
def essays(course: Course) -> None:
    """Open a page on which essays are read by question: a Jupyter server in the course's folder."""
    from autograder.reporting.essays.opening import open_essays

    open_essays(course.root)
