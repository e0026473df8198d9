"""What a kernel finds in its environment: nothing of the grader's."""

import sys
from pathlib import Path

from autograder.course import Course

HOME = "/home/student"
SOCKETS = "/run/kernel"
FILES = "/srv"  # where files of the course are seen in a sandbox

ENVIRONMENT = {
    "HOME": HOME,
    "USER": "student",
    "LANG": "C.UTF-8",
    "PATH": f"{Path(sys.prefix) / 'bin'}:/usr/bin:/bin",
    "TMPDIR": "/tmp",
    "IPYTHONDIR": f"{SOCKETS}/ipython",
    "MPLCONFIGDIR": f"{HOME}/.matplotlib",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    # Several kernels and the grader share the processors.
    "OPENBLAS_NUM_THREADS": "1",
}


def place_of(path: Path) -> str:
    """Where a sandbox shows a file of the course."""
    return f"{FILES}/{path.name}"


def sandboxed_environment(course: Course) -> dict[str, str]:
    """The environment of a kernel that sees the files of the course at their places."""
    places = {variable: place_of(path) for variable, path in course.files.items()}
    return ENVIRONMENT | course.kernel.environment | places


def unprotected_environment(course: Course, folder: str) -> dict[str, str]:
    """The environment of a kernel that has no other folder than this one for files of its own."""
    own = dict.fromkeys(("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR"), folder)
    files = {variable: str(path) for variable, path in course.files.items()}
    return ENVIRONMENT | course.kernel.environment | files | own
