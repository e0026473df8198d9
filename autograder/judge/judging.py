"""Judges whole submissions: reads them, rebuilds their notebooks, runs these and records."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from threadpoolctl import threadpool_limits
from traitlets import Bool, Integer
from traitlets.config import Configurable

from autograder.course import Course, CourseError
from autograder.judge.execution import Runner
from autograder.judge.kernels import ENVIRONMENT, SandboxedKernel, StudentKernel, UnprotectedKernel
from autograder.judge.limits import Limits
from autograder.judge.rebuild import rebuild
from autograder.judge.record import Run, finished_notebook, tested_function
from autograder.judge.sandbox import check_sandbox
from autograder.judge.submissions import Submission, read_submission
from autograder.judge.verdicts import hidden_part, nothing
from autograder.judge.walls import SandboxError
from autograder.judge.warm import PLAIN, TENSORFLOW, WarmProcess


@dataclass(frozen=True)
class Judged:
    """What became of one notebook of a submission; `notebook` is None where none was handed in."""

    status: str
    notes: list[str]
    file: str | None = None
    notebook: NotebookNode | None = None

    @property
    def summary(self) -> dict:
        return {"status": self.status, "file": self.file, "notes": self.notes}


@dataclass(frozen=True)
class Exercise:
    """A notebook of the course: as released, as instructors have it, and its hidden tests."""

    released: NotebookNode
    source: NotebookNode
    hidden: dict[str, str] = field(repr=False)

    @property
    def needs_tensorflow(self) -> bool:
        return any("import tensorflow" in cell.source for cell in self.released.cells)


class Judge(Configurable):
    """Judges the submissions of a course; a context, which ends all that it started."""

    sandbox = Bool(
        True, help="run student code in a sandbox; without one it can do all that you can do"
    ).tag(config=True)
    notebooks_at_once = Integer(3, help="notebooks of a submission that run side by side").tag(
        config=True
    )

    def __init__(self, course: Course, **traits):
        super().__init__(**traits)
        self.course = course
        self.exercises = read_exercises(course)
        # What lies beside the notebooks, paths by name.
        self.shipped = {
            path.relative_to(course.release).as_posix(): str(path)
            for path in sorted(course.release.rglob("*"))
            if path.is_file() and path.stem not in self.exercises
        }

    def __enter__(self) -> "Judge":
        self.limits = Limits(parent=self)
        if self.sandbox:
            check_sandbox(self.limits, self.course)  # what is missing is said before anything runs
            # Notebooks without TensorFlow need not wait for its import.
            self.warm = {
                needs_tensorflow: WarmProcess(
                    self.limits,
                    self.course,
                    ENVIRONMENT,
                    TENSORFLOW if needs_tensorflow else PLAIN,
                )
                for needs_tensorflow in (False, True)
            }
        self.runner = Runner(self.limits)
        # asyncio complains of tasks that waited for a kernel which has ended.
        self.complaints = logging.getLogger("asyncio").level
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
        self.pool = ThreadPoolExecutor(self.notebooks_at_once)
        # Verdicts and kernels run side by side; threads that wait for each other only cost.
        self.one_thread = threadpool_limits(1)
        return self

    def _new_kernel(self, name: str, files: dict[str, str]) -> StudentKernel:
        if self.sandbox:
            warm = self.warm[self.exercises[name].needs_tensorflow]
            return SandboxedKernel(warm, self.course, self.limits, files)
        return UnprotectedKernel(self.course, self.limits, files)

    def __exit__(self, *_: object) -> None:
        self.one_thread.restore_original_limits()
        logging.getLogger("asyncio").setLevel(self.complaints)
        self.runner.end_all()
        self.pool.shutdown(cancel_futures=True)
        if self.sandbox:
            for warm in self.warm.values():
                warm.close()

    def matching(self, pattern: str) -> list[str]:
        """The notebooks whose names match, in the order in which they are judged.

        The longest comes first, so that it does not run alone at the end, but for what need not
        wait for TensorFlow.
        """
        chosen = [name for name in self.exercises if fnmatchcase(name, pattern)]
        exercises = self.exercises
        return sorted(
            chosen,
            key=lambda name: (exercises[name].needs_tensorflow, -len(exercises[name].source.cells)),
        )

    def judge(self, folder: Path, pattern: str = "*") -> dict[str, Future[Judged]]:
        """Start to judge the notebooks of a submission whose names match `pattern`.

        A future raises SandboxError where student code cannot be run here, and nothing else.
        """
        released = {name: exercise.released for name, exercise in self.exercises.items()}
        submission = read_submission(folder, released, self.shipped)
        files = self.shipped | {name: str(path) for name, path in submission.files.items()}
        return {
            name: self.pool.submit(
                # With all of the submission, since what was unpacked of it goes when it goes.
                self._judge_notebook,
                name,
                submission,
                files,
            )
            for name in self.matching(pattern)
        }

    def _judge_notebook(self, name: str, submission: Submission, files: dict[str, str]) -> Judged:
        exercise = self.exercises[name]
        handed_in = submission.notebooks[name]
        notes = [*handed_in.notes, *submission.notes]  # reports take the first for the reason
        if handed_in.status == "missing":
            return Judged("missing", handed_in.notes)
        rebuilt = rebuild(exercise.released, handed_in.cells)
        run = Run(rebuilt.notebook, notes=notes)
        if handed_in.status == "unreadable":
            run.status = "unreadable"
            _give_nothing(run, f"the notebook cannot be read: {handed_in.notes[0]}")
        else:
            run.notes += rebuilt.notes
            try:
                new_kernel = partial(self._new_kernel, name, files)
                self.runner.run(run, new_kernel, exercise.hidden, rebuilt.fallbacks)
            except SandboxError:
                raise
            except Exception as error:
                run.status = "not judged"
                why = f"the judge failed ({type(error).__name__}: {error}); grade it by hand"
                run.notes.append(why)
                _give_nothing(run, why)
        notebook = finished_notebook(run, exercise.source)
        return Judged(run.status, run.notes, handed_in.file, notebook)


def _give_nothing(run: Run, why: str) -> None:
    for cell in run.notebook.cells:
        name = tested_function(cell)
        if name and name not in run.verdicts:
            run.verdicts[name] = nothing(name, cell.metadata.nbgrader.points, why)


def read_exercises(course: Course) -> dict[str, Exercise]:
    """The notebooks of a built course by name.

    Raises CourseError where the course is not built.
    """
    exercises = {}
    for path in sorted(course.release.glob("*.ipynb")):
        source_path = course.source / path.name
        if not source_path.is_file():
            raise CourseError(f"{source_path} is missing; run `autograder build`")
        source = nbformat.read(source_path, as_version=4)
        hidden = {
            cell.metadata.nbgrader.grade_id: hidden_part(cell.source)
            for cell in source.cells
            if tested_function(cell)
        }
        exercises[path.stem] = Exercise(nbformat.read(path, as_version=4), source, hidden)
    if not exercises:
        raise CourseError(f"{course.release} holds no notebook; run `autograder build`")
    return exercises
