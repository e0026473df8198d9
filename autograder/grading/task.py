"""What a worker does: it judges a submission, with a judge that it keeps for the next one."""

import atexit
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from traitlets.config import Config

from autograder import course_file
from autograder.course import Assignment, CourseError, find_course
from autograder.grading.parcels import Parcel
from autograder.judging.judge import Judge, Tell
from autograder.judging.judgement import Judgement

STARTS = "starts"


@dataclass(frozen=True)
class Task:
    """A submission to judge: its folder, or what lies in it.

    `settings` are those of the judge and of limits, by class and name, and `version` tells whether
    a worker has the same course.
    """

    assignment: str
    student: str
    submission: Path | Parcel
    notebooks: str
    exercise: str | None
    settings: dict[str, dict[str, Any]]
    version: str


def judge_task(task: Task, topic: str) -> Judgement:
    """Judge a submission, in a process of dask's, and tell under a topic of dask's how far it is.

    Raises CourseError where this worker can judge nobody's.
    """
    tell = teller(task.student, topic)
    tell("", STARTS)
    assignment = find_course().assignment(task.assignment)
    if version_of(assignment) != task.version:
        raise CourseError(
            f"a worker's course, {assignment.course.root}, is not the one that is graded; bring "
            "both to the same commit, run `autograder build` on both, and start the workers anew"
        )
    with _judges.judge_for(assignment, task.settings) as judge:
        if isinstance(task.submission, Path):
            return judge.judge(task.submission, task.notebooks, task.exercise, tell)
        with tempfile.TemporaryDirectory() as folder:
            submission = Path(folder, task.student, "submission")
            submission.mkdir(parents=True)
            task.submission.unpack(submission)
            return judge.judge(submission, task.notebooks, task.exercise, tell)


def teller(student: str, topic: str) -> Tell:
    """What tells the grader how far a submission is."""
    from distributed import get_worker

    worker = get_worker()

    def tell(notebook: str, what: str) -> None:
        news = {"student": student, "notebook": notebook, "what": what}
        worker.log_event(topic, news | {"worker": worker.address})

    return tell


@dataclass
class _Kept:
    """A judge, what it judges and by which settings, and how many threads use it now."""

    purpose: tuple[Assignment, dict[str, dict[str, Any]]]
    judge: Judge
    users: int = 0


class _Judges:
    """The judges of this process: the last one, and whichever else its threads still use."""

    def __init__(self) -> None:
        self.kept: list[_Kept] = []
        self.lock = Lock()

    @contextmanager
    def judge_for(
        self, assignment: Assignment, settings: dict[str, dict[str, Any]]
    ) -> Iterator[Judge]:
        """A judge of these settings, which lasts for the block at least."""
        with self.lock:
            kept = self._find((assignment, settings))
            kept.users += 1
        try:
            yield kept.judge
        finally:
            with self.lock:
                kept.users -= 1

    def _find(self, purpose: tuple[Assignment, dict[str, dict[str, Any]]]) -> _Kept:
        for kept in self.kept:
            if kept.purpose == purpose:
                return kept
        self._end([kept for kept in self.kept if not kept.users])
        assignment, settings = purpose
        # What it is given is its own: whoever changes theirs later asks for another judge.
        judge = Judge(assignment, config=Config(deepcopy(settings)))
        judge.__enter__()
        self.kept.append(_Kept((assignment, deepcopy(settings)), judge))
        return self.kept[-1]

    def _end(self, unused: list[_Kept]) -> None:
        for kept in unused:
            self.kept.remove(kept)
            kept.judge.__exit__()

    def close(self) -> None:
        self._end([*self.kept])


_judges = _Judges()
atexit.register(_judges.close)


@cache
def version_of(assignment: Assignment) -> str:
    """Tells two versions of an assignment apart, by what grades it.

    A process has read most of it once, so that what changes there later is not looked at.
    """
    digest = hashlib.sha256()
    root, engine = assignment.course.root, Path(__file__).parents[1]
    for folder, pattern in (
        (root, course_file.NAME),
        (assignment.source, "**/*.ipynb"),
        (assignment.release, "**/*"),
        (assignment.course.exercises, "**/*.py"),
        (engine, "**/*.py"),
    ):
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and not {".ipynb_checkpoints", "__pycache__"} & {*path.parts}:
                digest.update(f"{path.relative_to(folder)}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
