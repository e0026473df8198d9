"""Clears a class: what was handed in, graded and fed back, and its points."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.course import Course

PER_STUDENT = ("submitted", "autograded", "feedback")


@dataclass(frozen=True)
class Class:
    """All that is there of the students of a course."""

    students: list[str]
    folders: list[Path]

    def __bool__(self) -> bool:
        return bool(self.students or self.folders)


def find_class(course: Course) -> Class:
    """The students of the gradebook, and the folders that hold work of students."""
    folders = [path for name in PER_STUDENT if (path := course.root / name).is_dir()]
    students = set()
    if course.gradebook.is_file():
        with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
            students = {student.id for student in gradebook.students}
    students |= {path.name for folder in folders for path in folder.iterdir() if path.is_dir()}
    return Class(sorted(students), folders)


def clear(course: Course, found: Class) -> None:
    """Remove a class for good. What is built stays, and so do the assignments in the gradebook."""
    if course.gradebook.is_file():
        with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
            for student in [student.id for student in gradebook.students]:
                gradebook.remove_student(student)
    for folder in found.folders:
        _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a folder whose files nbgrader may have made read-only."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder)
