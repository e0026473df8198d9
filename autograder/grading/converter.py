"""nbgrader's `autograde`, with the judge in the place where it would run student code itself.

nbgrader still finds the course and its gradebook; the command and formgrader's button stay the
same. A few submissions are judged ahead, so that no processor waits, and recorded in order.
"""

import logging
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging import Logger
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter, NbGraderException
from sqlalchemy.exc import SQLAlchemyError
from traitlets import List, TraitError

from autograder.course import Course, CourseError
from autograder.grading.due import Due, again, fingerprint, is_due, mark_again
from autograder.grading.locking import only_grader
from autograder.grading.recording import Recorder, cause_of, not_recorded
from autograder.intake.class_folders import find_submissions
from autograder.judging.judge import Judge, Underway
from autograder.judging.judgement import Judgement
from autograder.nbgrader_settings import CONFIGURATION, NbgraderSettings, unusable_gradebook
from autograder.text import plain

INTERRUPTED = 130  # the exit status, as shells have it
AHEAD = 4  # submissions that are judged while one is waited for


def _why_not_configured(course: Course) -> str:
    """Why the configuration has not put the judge in nbgrader's place."""
    path = course.root / CONFIGURATION
    if not path.is_file():
        return f"{path} is missing, so nothing was graded; a course is graded as it says"
    return (
        f"{path} was not read to its end, so nothing was graded; mend what is said about it above"
    )


class JudgedAutograde(Autograde):
    """Autograde, for submissions of any form and without running them in this process."""

    # Not a setting: what else could stand here might run student code.
    preprocessors: List[Any] = List([])

    def start(self) -> None:
        self.left: list[str] = []  # what was not judged, and waits for a person
        self.unrecorded: list[str] = []  # who waits for the next run
        self.left_out: list[str] = []  # who is not of those to grade, and has no status yet
        try:
            course = Course(Path(self.coursedir.root), NbgraderSettings.of(self.coursedir))
            self.judge = Judge(course.assignment(self.coursedir.assignment_id), parent=self)
            if "notebooks_at_once" not in self.config.Judge:
                self.judge.notebooks_at_once = processors() + 1  # one of them waits now and then
            if not self.judge.configuration:
                raise CourseError(_why_not_configured(course))
            with (
                self.recorder(self.judge.assignment.source) as self.records,
                only_grader(self.records.gradebook, course.root, self.say) as self.expect_lock,
            ):
                self.records.finish_renaming()
                self.say_how_code_is_kept(f"{self.judge}; set by {self.judge.configuration}")
                # nbgrader's own converter is not to start, and refuses.
                BaseConverter.start(self)
            if said := self._still_to_do():
                raise NbGraderException(said)
        except (CourseError, NbGraderException) as error:
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from None
        except TraitError as error:
            said = f"{CONFIGURATION}, or an option of the command, is wrong: {plain(str(error))}"
            self.log.error("%s", said)
            raise NbGraderException(said) from None
        except SQLAlchemyError as error:
            unusable = unusable_gradebook(self.coursedir.db_url, error)
            self.log.error("%s", unusable)
            raise NbGraderException(str(unusable)) from None
        except OSError as error:
            why = ". Do the files belong to another account, which graded first?"
            self.log.error("%s%s", error, why if isinstance(error, PermissionError) else "")
            raise NbGraderException(str(error)) from None
        except KeyboardInterrupt:
            self.log.error("interrupted; what is recorded stays, and the same command goes on")
            sys.exit(INTERRUPTED)

    def _still_to_do(self) -> str:
        """What was not graded, and how it will be."""
        said = []
        if self.left:
            said.append(
                f"not judged, through no fault of a student's: {', '.join(self.left)}. Their "
                "points wait for a person, in formgrader; the lines above say why. To grade "
                "one again: --force --student=NAME"
            )
        if self.unrecorded:
            said.append(
                f"not recorded: {', '.join(self.unrecorded)}. The lines above say why; once that "
                "is mended, the same command grades them"
            )
        if self.left_out:
            said.append(
                f"left out: {', '.join(self.left_out)}. `autograder grade "
                f"{self.coursedir.assignment_id}` grades what is new or has changed"
            )
        return "\n".join(said)

    def say(self, line: str) -> None:
        """Tell whoever grades what they should know."""
        self.log.warning("%s", line)

    def say_how_code_is_kept(self, line: str) -> None:
        """Tell whoever grades whether student code is kept apart."""
        self.log.log(logging.INFO if self.judge.sandbox else logging.WARNING, "%s", line)

    def recorder(self, shipped: Path) -> Recorder:
        """What records the judgements of this course."""
        return Recorder(self.coursedir, shipped, self.permissions, parent=self)

    def convert_notebooks(self) -> None:
        """Judge and record submission after submission; what fails for one is its own."""
        due = self.due()
        if not due:
            return
        begun: deque[tuple[Due, Underway]] = deque()
        with self.judge, progress_line(len(due), self.log) as advance:
            for one in due:
                if len(begun) > AHEAD:
                    self._finish(*begun.popleft())
                    advance()
                underway = self.judge.begin(one.source, self.coursedir.notebook_id)
                begun.append((one, underway))
            while begun:
                self._finish(*begun.popleft())
                advance()

    def due(self) -> list[Due]:
        """The submissions to grade, in order; those to grade again are noted as such."""
        found = []
        excluded = self.coursedir.student_id_exclude.split(",")
        names = self.judge.matching(self.coursedir.notebook_id)
        recorded = self.records.students()
        for place, student in sorted(self.students.items()):
            source = Path(place)
            if student in excluded:
                continue
            graded, known = self.records.graded(student), fingerprint(source)
            if self.force:
                mark_again(graded, again(graded) | set(names))
            if student not in recorded or is_due(graded, names, known):
                found.append(Due(student, source, known))
            else:
                self.log.info("Skipping existing assignment: %s", graded)
        return found

    def _finish(self, one: Due, underway: Underway) -> None:
        """Wait for a judgement and record it."""
        try:
            judgement = underway.result()
        except CourseError:
            raise  # nobody's notebooks can be run here
        except Exception as error:
            self.give_up(one.student, error)
        else:
            self.record(one, judgement)

    def record(self, one: Due, judgement: Judgement) -> Judgement | None:
        """Record a judgement, or that it could not be; what was recorded, if anything was."""
        self.expect_lock()
        self.notebooks = [str(one.source / f"{name}.ipynb") for name in judgement.notebooks]
        try:
            self.run_pre_convert_hook()
            try:
                self.records.record(one, judgement)
            except (OSError, SQLAlchemyError):
                raise  # another time it may succeed
            except Exception as error:
                judgement = not_recorded(judgement, error)
                self.records.record(one, judgement)
            self.run_post_convert_hook()
        except Exception as error:
            self.give_up(one.student, error)
            return None
        for name, judged in judgement.notebooks.items():
            if judged.status == "not judged":
                self.left.append(f"{one.student}, {name}")
            self.log.info("%s, %s: %s", one.student, name, judged.status)
            for note in judged.notes:
                self.log.warning("%s, %s: %s", one.student, name, note)
        return judgement

    def give_up(self, student: str, error: Exception) -> None:
        """Leave a submission to the next run."""
        self.unrecorded.append(student)
        self.log.error("%s: not recorded: %s", student, cause_of(error))

    def init_notebooks(self) -> None:
        """Find the submissions, also those that hold no notebook of any expected name."""
        self.assignments = {}
        wanted = self.coursedir.notebook_id
        names = self.judge.matching(wanted)
        if not names:
            there = ", ".join(self.judge.notebooks)
            raise NbGraderException(f"no notebook is called {wanted}; there are {there}")
        course, assignment = self.judge.course, self.coursedir.assignment_id
        submitted, below = course.settings.students(self._input_directory, assignment)
        others = frozenset(one.name for one in course.assignments)
        found = find_submissions(submitted, assignment, self.coursedir.student_id, others, below)
        for line in found.lines:
            self.log.warning("%s", line)
        self.students = {str(source): student for student, source in found.submissions.items()}
        for source in found.submissions.values():
            self.assignments[str(source)] = [str(source / f"{name}.ipynb") for name in names]
        if not self.assignments:
            wanted = Path(submitted, self.coursedir.student_id, below)
            raise NbGraderException(f"no submission matches {wanted}")


def processors() -> int:
    """Those that this process may use, which are fewer than the machine's in a pod."""
    from dask.system import CPU_COUNT

    return CPU_COUNT


@contextmanager
def progress_line(total: int, log: Logger) -> Iterator[Callable[[], object]]:
    """A line with the time left, on a terminal; each call of what is yielded moves it on."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from tqdm import tqdm
    from tqdm.contrib.logging import logging_redirect_tqdm

    levels = [handler.level for handler in log.handlers]
    with logging_redirect_tqdm([log]), tqdm(total=total, unit=" submissions") as line:
        # The handlers of tqdm's take all messages, also those that nobody asked for.
        for handler in log.handlers:
            handler.setLevel(max(levels, default=handler.level))
        yield line.update
