"""Clears a class: what was handed in, graded and fed back, and its points."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from autograder.course import Course, CourseError


@dataclass(frozen=True)
class Class:
    """All that is there of the students of a course."""

    students: list[str]
    folders: list[Path]

    def __bool__(self) -> bool:
        return bool(self.students or self.folders)


def find_class(course: Course) -> Class:
    """The students of the gradebook, and the folders that hold work of students."""
    folders = _folders(course)
    students = set()
    if not course.settings.lacks_gradebook:
        with course.settings.open_gradebook() as gradebook:
            students = {student.id for student in gradebook.students}
    students |= {path.name for folder in folders for path in folder.iterdir() if path.is_dir()}
    return Class(sorted(students), folders)


def clear(course: Course, found: Class, forget: Callable[[Engine], None]) -> None:
    """Remove a class for good. What is built stays, and so do the assignments in the gradebook.

    `forget` removes what else is kept of students in the gradebook's database, by their names: the
    next student of a name shall not inherit it.
    """
    if not course.settings.lacks_gradebook:
        with course.settings.open_gradebook() as gradebook:
            for student in [student.id for student in gradebook.students]:
                gradebook.remove_student(student)
            forget(gradebook.engine)
    for folder in found.folders:
        _remove(folder)


def _folders(course: Course) -> list[Path]:
    """The folders in which each entry is a student's. Raises CourseError where others are too."""
    settings = course.settings
    steps = (
        settings.submitted_directory,
        settings.autograded_directory,
        settings.feedback_directory,
    )
    places = {
        settings.students(step, assignment.name)[0]
        for assignment in course.assignments
        for step in steps
    }
    if any(course.root.resolve().is_relative_to(place.resolve()) for place in places):
        raise CourseError(
            f"nbgrader's directory_structure is {settings.directory_structure!r}: the folders of "
            "students lie beside the course's own, so remove them by hand"
        )
    return sorted(place for place in places if place.is_dir())


def _remove(folder: Path) -> None:
    """Remove a folder whose files nbgrader may have made read-only."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder)
