"""Where a course keeps its parts, and what its assignment is worth."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

ASSIGNMENT = "autoencoders"

# What the notebooks of the assignment are to be worth together: 100 points.
POINTS = {
    "1_basic_autoencoder": 30,
    "2_cross_entropy": 10,
    "3_xavier": 8,
    "4_deeper": 10,
    "5_elbo": 22,
    "6_vae": 20,
}


class CourseError(Exception):
    """A mistake of whoever runs the course, as one message that says what to do."""


@dataclass(frozen=True)
class Course:
    """The folders of a course, named as nbgrader names them."""

    root: Path

    @property
    def masters(self) -> Path:
        return self.root / "notebooks" / ASSIGNMENT

    @property
    def lab(self) -> Path:
        """The package that notebooks import, which students get beside them."""
        return self.root / "notebooks" / "lab"

    @property
    def source(self) -> Path:
        return self.root / "source" / ASSIGNMENT

    @property
    def release(self) -> Path:
        return self.root / "release" / ASSIGNMENT

    @property
    def data(self) -> Path:
        return self.root / "data" / "mnist.npz"

    @property
    def corpus(self) -> Path:
        """Answers of which is known what they are worth."""
        return self.root / "tests" / "students"

    @property
    def gradebook(self) -> Path:
        return self.root / "gradebook.db"

    def submission(self, student: str) -> Path:
        return self.root / "submitted" / student / ASSIGNMENT

    def autograded(self, student: str) -> Path:
        return self.root / "autograded" / student / ASSIGNMENT


def meant(students: Iterable[str], wanted: str) -> set[str]:
    """The students of that name, else those whose names match it as a pattern."""
    students = set(students)
    return students & {wanted} or {name for name in students if fnmatchcase(name, wanted)}


def find_course(start: Path | None = None) -> Course:
    """The course that `start`, by default the working directory, lies in.

    Raises CourseError where no folder above holds an nbgrader_config.py beside notebooks/.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        course = Course(folder)
        if (folder / "nbgrader_config.py").is_file() and course.masters.is_dir():
            return course
    raise CourseError(
        f"no course here: neither {start} nor a folder above it holds nbgrader_config.py and "
        "notebooks/; run the command inside the course"
    )


def use_data(course: Course) -> None:
    """Let checks find the images of a course, wherever this package is installed.

    Raises CourseError where the course has none.
    """
    if not course.data.is_file():
        raise CourseError(
            f"{course.data} is missing: the images of MNIST, without which nothing can be graded. "
            "They are part of the course; bring them back with `git checkout data`"
        )
    os.environ["MNIST_NPZ"] = str(course.data.resolve())
