"""A class of three, of whom bob has a mistake in `kl`, and what may become of its workers."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from autograder.course import Course
from autograder.fairness.answers import Answer
from tests.conftest import ASSIGNMENT, ROOT
from tests.grading.gradebooks import gradebook_of

NOTEBOOK = "5_elbo"
STUDENTS = ("alice", "bob", "carol")
WRONG = Answer("def kl(q, p):\n    return 0.0")
POINTS = {"alice": 3, "bob": 0, "carol": 3}  # for `kl`


def command(*options: str) -> list[str]:
    program = "from autograder.cli import app; app()"
    return [sys.executable, "-c", program, "grade", ASSIGNMENT, "--notebook", NOTEBOOK, *options]


def grade(course: Course, *options: str, **environment: str) -> subprocess.CompletedProcess:
    """Run the command in a course; it never shows a traceback."""
    done = subprocess.run(
        command(*options),
        cwd=course.root,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr[-3000:]
    return done


def gradebook(course: Course) -> dict:
    return gradebook_of(course.settings.db_url)


def points(course: Course) -> dict[str, float | None]:
    """What each student earned for `kl`."""
    grades = gradebook(course)["grades"]
    return {student: grades[student, NOTEBOOK, "test_kl"][0] for student in STUDENTS}


def events(course: Course, name: str) -> list[dict]:
    lines = (course.root / "grading.jsonl").read_text().splitlines()
    return [event for event in map(json.loads, lines) if event["event"] == name]


@contextmanager
def sabotage(folder: Path, code: str):
    """The environment in which workers run some code before they begin."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(
        "import os, signal, sys, time\n"
        "is_worker = 'spawn_main' in ' '.join(sys.orig_argv)\n"
        "def once(name):\n"
        "    try:\n"
        f"        os.close(os.open(os.path.join({str(folder)!r}, name), os.O_CREAT | os.O_EXCL))\n"
        "    except FileExistsError:\n"
        "        return False\n"
        "    return True\n" + code
    )
    yield {"PYTHONPATH": f"{folder}:{ROOT}"}


AT_BOB = """
if is_worker:
    from autograder.judging import judge
    read = judge.read_submission
    def sabotaged(folder, *arguments):
        if folder.parent.name == "bob" and ({condition}):
            {action}
        return read(folder, *arguments)
    judge.read_submission = sabotaged
"""
