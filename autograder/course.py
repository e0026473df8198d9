"""A course: its assignments, and where its parts are."""

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from importlib import import_module
from pathlib import Path

from autograder.course_file import (
    NAME,
    CourseError,
    CourseFile,
    KernelSettings,
    read_course_file,
)
from autograder.nbgrader_settings import CONFIGURATION, NbgraderSettings, read_settings

EXERCISES = "exercises"

__all__ = ["Assignment", "Course", "CourseError", "find_course", "meant"]


@dataclass(frozen=True)
class Course:
    """A course by its folder. Whatever course.toml says raises CourseError where it is wrong.

    `known` are nbgrader's settings where they have been read before.
    """

    root: Path
    known: NbgraderSettings | None = field(default=None, compare=False, repr=False)

    @cached_property
    def file(self) -> CourseFile:
        """What course.toml says."""
        return read_course_file(self.root)

    @cached_property
    def settings(self) -> NbgraderSettings:
        """Where nbgrader keeps the folders and the gradebook, by its own configuration."""
        if self.known is not None:
            return self.known
        try:
            return read_settings(self.root)
        except Exception as error:
            raise CourseError(
                f"{self.root / CONFIGURATION} cannot be read: {type(error).__name__}: {error}"
            ) from None

    @property
    def kernel(self) -> KernelSettings:
        """What the kernels of graded notebooks get."""
        return self.file.kernel

    @property
    def files(self) -> dict[str, Path]:
        """The files that student code may read, by the variable that says where they are."""
        return {name: self.root / path for name, path in self.kernel.files.items()}

    @property
    def exercises(self) -> Path:
        """The package of checks: a folder for each exercise, named like its grade id."""
        return self.root / EXERCISES

    @property
    def assignments(self) -> list["Assignment"]:
        """All assignments, in the order of course.toml."""
        return [
            Assignment(self, name, planned.title, planned.notebooks)
            for name, planned in self.file.assignments.items()
        ]

    def assignment(self, name: str) -> "Assignment":
        """The assignment of that name. Raises CourseError where the course has none."""
        for assignment in self.assignments:
            if assignment.name == name:
                return assignment
        known = ", ".join(self.file.assignments)
        raise CourseError(f"the course has no assignment {name}; {NAME} names {known}")

    def chosen(self, names: Sequence[str] = ()) -> list["Assignment"]:
        """The assignments of these names, or all where none is named. Raises CourseError."""
        return [self.assignment(name) for name in names] if names else self.assignments

    @property
    def notebooks(self) -> Path:
        """The folder of the masters, one an assignment, and of the packages that they import."""
        return self.root / "notebooks"

    @property
    def students(self) -> Path:
        """What example students answer, of which is known what it is worth."""
        return self.root / "tests" / "students"

    def expect_files(self) -> None:
        """Raise CourseError where a file is missing that kernels are to get."""
        for variable, path in self.files.items():
            if not path.is_file():
                raise CourseError(
                    f"{path} is missing, and {NAME} promises it to notebooks as {variable}; where "
                    f"it is part of the course, `git checkout {self.kernel.files[variable]}` "
                    "brings it back"
                )

    def use(self) -> None:
        """Let checks of this process find the exercises, and the files that kernels get.

        Raises CourseError where such a file is missing.
        """
        self.expect_files()
        os.environ.update({name: str(path.resolve()) for name, path in self.files.items()})
        loaded = getattr(sys.modules.get(EXERCISES), "__path__", [])
        if any(Path(path).resolve() != self.exercises.resolve() for path in loaded):
            # Another course's, which this process has dealt with before.
            for name in [name for name in sys.modules if name.partition(".")[0] == EXERCISES]:
                del sys.modules[name]
        root = str(self.root)
        sys.path[:] = [root, *(path for path in sys.path if path != root)]

    def prepare_checks(self) -> None:
        """Have checks ready in this process, with all that they need and as they are now.

        Raises CourseError, also where what course.toml names cannot be done.
        """
        self.use()
        for path in sorted(self.exercises.glob("*/check.py")):
            # What is wrong with a check is said of the verdicts that it is to reach.
            with suppress(Exception, SystemExit):
                import_module(f"{self.exercises.name}.{path.parent.name}.check")
        if not self.file.prepare:
            return
        module, _, function = self.file.prepare.partition(":")
        try:
            getattr(import_module(module), function)()
        except Exception as error:
            raise CourseError(
                f"{NAME}: {self.file.prepare}, which is to prepare checks, fails: "
                f"{type(error).__name__}: {error}"
            ) from error


@dataclass(frozen=True)
class Assignment:
    """An assignment of a course, with what each notebook is to be worth; its folders."""

    course: Course
    name: str
    title: str
    notebooks: dict[str, float] = field(compare=False)

    @property
    def masters(self) -> Path:
        return self.course.notebooks / self.name

    @property
    def source(self) -> Path:
        return self._folder(self.course.settings.source_directory)

    @property
    def release(self) -> Path:
        return self._folder(self.course.settings.release_directory)

    def submission(self, student: str) -> Path:
        return self._folder(self.course.settings.submitted_directory, student)

    def autograded(self, student: str) -> Path:
        return self._folder(self.course.settings.autograded_directory, student)

    def feedback(self, student: str) -> Path:
        return self._folder(self.course.settings.feedback_directory, student)

    def _folder(self, step: str, student: str = ".") -> Path:
        return self.course.settings.path(step, student, self.name)


def meant(students: Iterable[str], wanted: str) -> set[str]:
    """The students of that name, else those whose names match it as a pattern; "*" is everybody."""
    students = set(students)
    if wanted == "*":  # also where one of them is called so
        return students
    return students & {wanted} or {name for name in students if fnmatchcase(name, wanted)}


def find_course(start: Path | None = None) -> Course:
    """The course that `start`, by default the working directory, lies in or is.

    Raises CourseError where no folder above holds a course.toml.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return Course(folder)
    raise CourseError(
        f"no course here: neither {start} nor a folder above it holds {NAME}; run the command "
        "inside the course, or name its folder by --course-dir"
    )
