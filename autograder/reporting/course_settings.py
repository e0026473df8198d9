"""Where nbgrader keeps a course's gradebook and folders, as nbgrader_config.py says."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from autograder.course import Course, CourseError
from autograder.nbgrader_settings import NbgraderSettings
from autograder.text import plain


def course_directory(course: Course, assignment: str = "") -> CourseDirectory:
    """nbgrader's own record of a course's folders and of the address of its gradebook."""
    return CourseDirectory(assignment_id=assignment, **asdict(course.settings))


@contextmanager
def open_gradebook(coursedir: CourseDirectory) -> Iterator[Gradebook]:
    """The gradebook of a course, in whatever database it lies.

    Raises CourseError where there is none, or where it cannot be read.
    """
    settings = NbgraderSettings.of(coursedir)
    settings.expect_gradebook()
    with settings.open_gradebook() as gradebook:
        yield gradebook


def assignments_called(gradebook: Gradebook, names: Sequence[str] = ()) -> list[str]:
    """The names of these assignments, by default of all, as they are due; those never due last.

    Raises CourseError for an unknown one.
    """
    # Databases disagree on whether what has no date comes first.
    in_order = sorted(gradebook.assignments, key=lambda one: one.duedate is None)
    known = [assignment.name for assignment in in_order]
    if not known:
        raise CourseError("the gradebook knows no assignment; run `autograder build`")
    for name in names:
        if name not in known:
            raise CourseError(
                f"the gradebook knows no assignment {plain(name)}, but {', '.join(known)}"
            )
    return list(names) or known
