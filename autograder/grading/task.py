"""What a worker does: it judges a submission, with a judge that it keeps for the next one."""

import atexit
import hashlib
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from traitlets.config import Config

from autograder.course import Course, CourseError, find_course
from autograder.grading.parcels import Parcel
from autograder.judging.judge import Judge
from autograder.judging.judgement import Judgement

TOPIC = "autograder"  # under which dask passes on what workers tell
STARTS = "starts"


@dataclass(frozen=True)
class Task:
    """A submission to judge: its folder, or what lies in it.

    `settings` are those of the judge and of limits, by class and name, and `version` tells whether
    a worker has the same course.
    """

    student: str
    submission: Path | Parcel
    notebooks: str
    exercise: str | None
    settings: dict[str, dict[str, Any]]
    version: str


def judge_task(task: Task) -> Judgement:
    """Judge a submission, in a process of dask's.

    Raises CourseError where this worker can judge nobody's.
    """
    tell = teller(task.student)
    tell("", STARTS)
    course = find_course()
    if version_of(course) != task.version:
        raise CourseError(
            f"a worker's course, {course.root}, is not the one that is graded; bring both to the "
            "same commit, and run `autograder build` on both"
        )
    judge = _Kept.judge_for(course, task.settings)
    if isinstance(task.submission, Path):
        return judge.judge(task.submission, task.notebooks, task.exercise, tell)
    with tempfile.TemporaryDirectory() as folder:
        submission = Path(folder, task.student, "submission")
        submission.mkdir(parents=True)
        task.submission.unpack(submission)
        return judge.judge(submission, task.notebooks, task.exercise, tell)


def teller(student: str):
    """What tells the grader how far a submission is."""
    from distributed import get_worker

    worker = get_worker()

    def tell(notebook: str, what: str) -> None:
        news = {"student": student, "notebook": notebook, "what": what}
        worker.log_event(TOPIC, news | {"worker": worker.address})

    return tell


class _Kept:
    """The judge of this process."""

    judge: Judge | None = None
    settings: dict | None = None
    lock = Lock()

    @classmethod
    def judge_for(cls, course: Course, settings: dict[str, dict[str, Any]]) -> Judge:
        with cls.lock:
            if cls.judge is None or cls.settings != settings:
                cls.close()
                judge = Judge(course, config=Config(settings))
                judge.__enter__()
                cls.judge, cls.settings = judge, settings
            return cls.judge

    @classmethod
    def close(cls) -> None:
        if cls.judge is not None:
            cls.judge.__exit__()
            cls.judge = None


atexit.register(_Kept.close)


@cache
def version_of(course: Course) -> str:
    """Tells two versions of a course apart, by what they grade with."""
    digest = hashlib.sha256()
    engine = Path(__file__).parents[1]
    for folder, pattern in (
        (course.source, "*.ipynb"),
        (course.release, "*.ipynb"),
        (course.root / "exercises", "*.py"),
        (engine, "*.py"),
    ):
        for path in sorted(folder.rglob(pattern)):
            if ".ipynb_checkpoints" not in path.parts:
                digest.update(f"{folder.name}/{path.relative_to(folder)}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
