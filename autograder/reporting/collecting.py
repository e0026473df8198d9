"""The command `autograder collect`: archives of a learning management system, to submissions."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nbgrader.coursedir import CourseDirectory
from rich.console import Console

from autograder.course import Course, CourseError
from autograder.intake import collecting
from autograder.reporting.course_settings import course_directory
from autograder.reporting.roster import enter_numbers, read_roster
from autograder.text import plain


def collect(
    course: Course, archives: list[Path], assignment: str | None, zone: str | None, console: Console
) -> None:
    """Lay the submissions of some archives into submitted/, and say what became of them.

    Raises CourseError where an archive, the assignment or the zone is none.
    """
    names = [each.name for each in course.chosen([assignment] if assignment else ())]
    if len(names) > 1:
        raise CourseError(
            f"which assignment was handed in? Add --assignment with one of {', '.join(names)}"
        )
    coursedir = course_directory(course, names[0])
    step = coursedir.submitted_directory
    done = lay(
        archives,
        coursedir,
        lambda student: Path(coursedir.format_path(step, student, names[0])),
        zone,
    )
    for line in done.lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    kinds = {"new": done.new, "newer": done.replaced, "as before": done.unchanged}
    counts = ", ".join(f"{len(students)} {kind}" for kind, students in kinds.items())
    console.print(
        f"{len(done.collected)} submissions in {plain(str(step))}/: {counts}", highlight=False
    )


def lay(
    archives: list[Path],
    coursedir: CourseDirectory,
    place: Callable[[str], Path],
    zone: str | None,
) -> collecting.Collection:
    """Lay the submissions of some archives at the places of their students, as the roster has them.

    Raises CourseError where an archive or the zone is none.
    """
    done = collecting.collect(
        archives,
        Path(coursedir.root),
        coursedir.assignment_id,
        place,
        read_roster(coursedir),
        _zone(zone),
    )
    enter_numbers(coursedir, done.collected)
    return done


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        raise CourseError(
            f"there is no zone {plain(name or '')}; expected is a name like Europe/Berlin, or UTC"
        ) from None
