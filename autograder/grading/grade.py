"""`autograder grade`: a class at a time, on the processors of this machine or of many."""

import os
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import Any

from nbgrader.apps.autogradeapp import AutogradeApp
from nbgrader.converters.base import NbGraderException
from rich.console import Console
from traitlets import Instance, Integer, Unicode
from traitlets.config import Config

from autograder.course import Assignment
from autograder.grading.cluster import Cluster
from autograder.grading.converter import JudgedAutograde, processors
from autograder.grading.driver import Driver
from autograder.grading.due import Due
from autograder.grading.parcels import pack
from autograder.grading.progress import EventLog, Progress
from autograder.grading.setting_aside import set_aside
from autograder.grading.task import Task, version_of
from autograder.intake.submissions import MAX_SECONDS as READING_SECONDS
from autograder.judging.judgement import Judgement
from autograder.judging.record import BY_HAND, read_judgement
from autograder.judging.starts import MOST_STARTS
from autograder.sandbox.limits import Limits
from autograder.sandbox.student_kernel import START_SECONDS
from autograder.sandbox.watch import MOST_WAITING
from autograder.text import plain

LONELY_SECONDS = 20  # without a worker, after which that is said


class ClassGrader(JudgedAutograde):
    """Grades as nbgrader's command does, with the workers of a cluster in place of threads."""

    jobs = Integer(
        None,
        allow_none=True,
        help="submissions that are judged at once on this machine, by default a core each",
    )
    scheduler = Unicode(None, allow_none=True, help="the address of a scheduler of dask's")
    console = Instance(Console)
    exercise = Unicode(None, allow_none=True, help="the only one that is judged")

    def convert_notebooks(self) -> None:
        """Judge submissions wherever there is a worker, and record them as they come."""
        due = self.due()
        self.events = EventLog(Path(self.coursedir.root))
        self.events.write("begins", assignment=self.coursedir.assignment_id, submissions=len(due))
        if due:
            self.grade(due)
        self._conclude(len(due))

    def say(self, line: str) -> None:
        self.console.print(plain(line, 500), markup=False, highlight=False, soft_wrap=True)

    def say_how_code_is_kept(self, line: str) -> None:
        self.say(line)

    def grade(self, due: list[Due]) -> None:
        """Grade submissions, and show how far that is."""
        cluster = Cluster(min(self.jobs or processors(), len(due)), self.scheduler)
        with Progress(len(due), self.console) as progress:
            with cluster:
                aside = self._take_what_comes(cluster, due, progress)
            # Now that nobody waits for the grader: to read them may take minutes.
            names = self.judge.matching(self.coursedir.notebook_id)
            for one, why, seconds in aside:
                judgement = set_aside(self.judge, one.source.absolute(), names, why)
                self._take(one, judgement, seconds, progress)

    def _take_what_comes(
        self, cluster: Cluster, due: list[Due], progress: Progress
    ) -> list[tuple[Due, str, float]]:
        """Record judgements as they come; what no worker could judge, why, and after how long."""
        aside = []
        self.is_shared = cluster.is_shared
        driver = Driver(cluster, self.new_task, self._longest_silence(), self.events.write)
        patience = monotonic() + LONELY_SECONDS
        for outcome in driver.outcomes(due):
            progress.look_at(driver.running.values())
            if outcome is not None:
                judgement = outcome.judgement
                if isinstance(judgement, str):
                    aside.append((outcome.due, judgement, outcome.seconds))
                else:
                    self._take(outcome.due, judgement, outcome.seconds, progress)
            if cluster.workers():
                patience = monotonic() + LONELY_SECONDS
            elif monotonic() > patience:
                self.say("no worker is there yet, or any more; this waits for one")
                patience = float("inf")
        return aside

    def new_task(self, due: Due) -> Task:
        """What a worker is to know of a submission."""
        source = due.source.absolute()
        return Task(
            self.coursedir.assignment_id,
            due.student,
            source if self.is_shared else pack(source),
            self.coursedir.notebook_id,
            self.exercise,
            {name: dict(self.config[name]) for name in ("Judge", "Limits")},
            version_of(self.judge.assignment),
        )

    def _longest_silence(self) -> float:
        """The longest time in which a worker that is well may tell nothing, s."""
        limits = Limits(parent=self)
        kernel = START_SECONDS + limits.own_cells_seconds + limits.grace_seconds
        notebook = (1 + MOST_WAITING) * limits.notebook_seconds + MOST_STARTS * kernel
        # It may be run with few cells and with all of them, and each time once more, alone.
        return READING_SECONDS + 4 * notebook

    def _take(self, one: Due, judgement: Judgement, seconds: float, progress: Progress) -> None:
        """Record what became of a submission, and show it."""
        recorded = self.record(one, judgement)
        judgement = recorded or judgement
        self.events.write(
            "recorded" if recorded else "not recorded",
            student=one.student,
            points=judgement.points,
            statuses={name: judged.status for name, judged in judgement.notebooks.items()},
            seconds=round(seconds, 3),
        )
        progress.add(one.student, recorded, seconds)

    def _conclude(self, count: int) -> None:
        """Say what became of the class, also of what earlier runs have graded."""
        statuses: Counter[str] = Counter()
        students = sorted(self.students.values())
        for student in students:
            for name, one in read_judgement(self.records.graded(student)).items():
                status, line = one["status"], f"{student}, {name}"
                if status == "not judged" and not self.records.waits(student, name):
                    status = BY_HAND
                statuses[status] += 1
                if status == "not judged" and line not in self.left:
                    self.left.append(line)
        what = ", ".join(f"{number} {status}" for status, number in statuses.most_common())
        self.events.write(
            "ends",
            submissions=count,
            statuses=statuses,
            left=self.left,
            unrecorded=self.unrecorded,
        )
        is_rest_graded = not (self.unrecorded or self.left_out)
        before = ", the others were before" if is_rest_graded else ""
        self.say(
            f"{count - len(self.unrecorded)} of {len(students)} submissions graded{before}. "
            f"Notebooks of all: {what or 'none'}"
        )


def grade(
    assignment: Assignment, kind: type[ClassGrader], settings: dict[str, str], **traits: Any
) -> bool:
    """Grade a class, as nbgrader's configuration of the course says; whether all was judged.

    `settings` are those of nbgrader's course directory that this run overrides, and `traits` those
    of the grader. Raises CourseError where nothing can be graded.
    """
    course = assignment.course
    os.chdir(course.root)  # where nbgrader's configuration is read, and workers start
    app = AutogradeApp(log_level="ERROR")
    # Where the configuration cannot be read, these settings say so; nbgrader would go on without.
    app.initialize([assignment.name, f"--CourseDirectory.root={course.settings.root}"])
    app.coursedir.update_config(Config(CourseDirectory=settings))
    app.coursedir.assignment_id = assignment.name
    grader = kind(coursedir=app.coursedir, parent=app, **traits)
    try:
        grader.start()
    except NbGraderException:
        return False  # which has been said
    return True
