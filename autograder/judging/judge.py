"""Judges whole submissions: reads them, rebuilds their notebooks, runs these and records."""

import logging
import re
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

import nbformat
from nbformat import NotebookNode
from threadpoolctl import threadpool_limits
from traitlets import Bool, Enum, Integer, Unicode
from traitlets.config import Configurable

from autograder.checking.verdict import Verdict
from autograder.course import Assignment, CourseError
from autograder.course_file import KernelSettings
from autograder.intake.files import listed
from autograder.intake.rebuild import Rebuilt, rebuild
from autograder.intake.submissions import Submission, read_submission
from autograder.judging.company import Company
from autograder.judging.examination import ChecksError
from autograder.judging.execution import Runner
from autograder.judging.handed_in import show_as_handed_in
from autograder.judging.hidden_tests import NotReached, hidden_part, not_reached, without_points
from autograder.judging.judgement import Judged, Judgement, judged_notebook, untouched_essays
from autograder.judging.needed_cells import is_check_alone, may_miss_something, needed_cells
from autograder.judging.outputs import Collector
from autograder.judging.record import (
    NotebookRun,
    finished_notebook,
    graded_cells,
    tested_by,
    tested_function,
)
from autograder.sandbox.limits import Limits, allow_the_grader_more_files
from autograder.sandbox.starting import check_sandbox
from autograder.sandbox.student_kernel import (
    START_SECONDS,
    NoMemoryLeft,
    SandboxedKernel,
    StudentKernel,
    UnprotectedKernel,
)
from autograder.sandbox.walls import SandboxError
from autograder.sandbox.warm_process import WarmProcess, WarmProcessEnded
from autograder.sandbox.watch import TOO_MUCH_OUTPUT
from autograder.text import plain

WITHOUT_ANSWERS = (
    ": the answers are not in this notebook, and are to be read where they were handed in"
)

# Is told the name of a notebook, and its status or that it begins.
Tell = Callable[[str, str], None]


@dataclass(frozen=True)
class CourseNotebook:
    """A notebook of the course: as released, as instructors have it, and its hidden tests."""

    released: NotebookNode
    source: NotebookNode
    hidden: dict[str, str] = field(repr=False)

    def imports_of(self, settings: KernelSettings) -> tuple[str, ...]:
        """What is imported before the notebook is run, by what it imports itself."""
        text = "\n".join(cell.source for cell in self.released.cells if cell.cell_type == "code")
        return settings.imports + tuple(
            module
            for package, modules in settings.imports_with.items()
            if re.search(rf"^\s*(?:import|from) {re.escape(package)}\b", text, re.MULTILINE)
            for module in modules
        )


@dataclass(frozen=True)
class Underway:
    """A submission that is being judged."""

    names: list[str]
    notebooks: Future[dict[str, Future[Judged]]]

    def result(self) -> Judgement:
        """Wait for the judgement; raises what `Judge.judge` does."""
        return Judgement({name: one.result() for name, one in self.notebooks.result().items()})


class Judge(Configurable):
    """Judges the submissions to an assignment; a context, which ends all that it started."""

    sandbox = Bool(
        True, help="run student code in a sandbox; without one it can do all that you can do"
    ).tag(config=True)
    configuration = Unicode(
        help="the configuration of the course, which puts the judge in nbgrader's place"
    ).tag(config=True)
    demonstrations = Enum(
        ("keep", "run"),
        "keep",
        help="what becomes of cells that no verdict rests on: they keep what was handed in, or are "
        "run like all others",
    ).tag(config=True)
    notebooks_at_once = Integer(
        2,
        help="notebooks that run side by side, of each of the submissions that `autograder grade` "
        "judges at once, or together in nbgrader's command, there by default one more than there "
        "are processors",
    ).tag(config=True)

    def __init__(self, assignment: Assignment, **traits: Any):
        super().__init__(**traits)
        self.assignment, self.course = assignment, assignment.course
        self.notebooks = read_notebooks(assignment)
        release = assignment.release
        # What lies beside the notebooks, paths by name.
        self.shipped = {
            path.relative_to(release).as_posix(): str(path)
            for path in sorted(release.rglob("*"))
            if path.is_file() and path.stem not in self.notebooks
        }

    def __enter__(self) -> "Judge":
        self.limits = Limits(parent=self)
        # What is missing is said before anything runs.
        self.course.use()
        if self.sandbox:
            check_sandbox(self.limits, self.course)
            allow_the_grader_more_files()
        self.warm: dict[tuple[str, ...], WarmProcess] = {}
        self.warming = Lock()
        self.has_run = False
        self.runner = Runner(self.limits, self.course)
        self.company = Company()
        # asyncio complains of tasks that waited for a kernel which has ended.
        self.complaints = logging.getLogger("asyncio").level
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
        self.pool = ThreadPoolExecutor(self.notebooks_at_once)
        self.readers = ThreadPoolExecutor(1)
        # Verdicts and kernels run side by side; threads that wait for each other only cost.
        self.one_thread = threadpool_limits(1)
        return self

    def __str__(self) -> str:
        if self.sandbox:
            return "judge: sandbox on"
        return "judge: sandbox OFF: student code can do all that you can do"

    def _new_kernel(self, name: str, files: dict[str, str]) -> StudentKernel:
        if self.sandbox:
            return SandboxedKernel(self._warm_process(name), self.course, self.limits, files)
        return UnprotectedKernel(self.course, self.limits, files)

    def _warm_process(self, name: str) -> WarmProcess:
        """The process whose forks run a notebook, started with the first that needs it.

        A notebook need not wait for the imports of another.
        """
        imports = self._imports(name)
        with self.warming:
            warm = self.warm.get(imports)
            if warm is None or warm.has_ended:
                if warm is not None:
                    warm.close()
                warm = WarmProcess(self.limits, self.course, imports)
                self.warm[imports] = warm
            return warm

    def _imports(self, name: str) -> tuple[str, ...]:
        return self.notebooks[name].imports_of(self.course.kernel)

    def __exit__(self, *_: object) -> None:
        self.one_thread.restore_original_limits()
        logging.getLogger("asyncio").setLevel(self.complaints)
        self.runner.end_all()
        self.readers.shutdown(cancel_futures=True)
        self.pool.shutdown(cancel_futures=True)
        for warm in self.warm.values():
            warm.close()

    def matching(self, pattern: str) -> list[str]:
        """The notebooks whose names match, in the order in which they are judged.

        The longest comes first, so that it does not run alone at the end, but for what need not
        wait for many imports.
        """
        chosen = [name for name in self.notebooks if fnmatchcase(name, pattern)]
        return sorted(
            chosen,
            key=lambda name: (len(self._imports(name)), -len(self.notebooks[name].source.cells)),
        )

    def judge(
        self,
        folder: Path,
        pattern: str = "*",
        exercise: str | None = None,
        tell: Tell = lambda *_: None,
    ) -> Judgement:
        """Judge the notebooks of a submission whose names match `pattern`; nothing is written.

        With an `exercise`, only what its verdict rests on is run, and no other test is judged.
        Raises SandboxError where no student code can be run here, ChecksError where no check can,
        and nothing else.
        """
        return self.begin(folder, pattern, exercise, tell).result()

    def begin(
        self,
        folder: Path,
        pattern: str = "*",
        exercise: str | None = None,
        tell: Tell = lambda *_: None,
    ) -> "Underway":
        """Start to judge a submission, after those that were begun before.

        `tell` is called with the name of each notebook when it begins and when it is done.
        """
        names = self.matching(pattern)
        return Underway(names, self.readers.submit(self._begin, folder, names, exercise, tell))

    def _begin(
        self, folder: Path, names: list[str], exercise: str | None, tell: Tell
    ) -> dict[str, Future[Judged]]:
        """Read a submission and start to judge its notebooks."""
        try:
            submission = self._read(folder)
        except Exception as error:
            why = f"the submission could not be read ({error})"
            found: dict[str, Future[Judged]] = {name: Future() for name in names}
            for name, one in found.items():
                one.set_result(self.without_answers(name, why))
            return found
        files = self.shipped | {name: str(path) for name, path in submission.files.items()}
        for name in names:
            if self.sandbox and submission.notebooks[name].status == "read":
                self._warm_process(name)

        def judge(name: str) -> Judged:
            # With all of the submission, since what was unpacked of it goes when it goes.
            tell(name, "begins")
            judged = self._judge_notebook(name, submission, files, exercise)
            tell(name, judged.status)
            return judged

        return {name: self.pool.submit(judge, name) for name in names}

    def _read(self, folder: Path) -> Submission:
        released = {name: notebook.released for name, notebook in self.notebooks.items()}
        return read_submission(folder, released, self.shipped)

    def _judge_notebook(
        self,
        name: str,
        submission: Submission,
        files: dict[str, str],
        exercise: str | None = None,
    ) -> Judged:
        def execute(rebuilt: Rebuilt) -> NotebookRun:
            return self._run_what_counts(name, rebuilt, files, exercise)

        try:
            return self._rebuild_and_finish(name, submission, execute)
        except (SandboxError, ChecksError):
            raise
        except Exception as error:
            why = f"the judge failed ({type(error).__name__}: {error})"
            return self._left_to_a_person(name, submission, why)

    def leave_to_a_person(self, folder: Path, names: list[str], why: str) -> Judgement:
        """Rebuild notebooks of a submission and run nothing; a person is to give their points.

        Raises what keeps the submission from being read.
        """
        submission = self._read(folder)
        return Judgement({one: self._left_to_a_person(one, submission, why) for one in names})

    def _left_to_a_person(self, name: str, submission: Submission, why: str) -> Judged:
        try:
            return self._rebuild_and_finish(
                name, submission, lambda rebuilt: _not_run(rebuilt, why, "")
            )
        except Exception:  # the answers may be what the judge failed at
            return self.without_answers(name, why)

    def without_answers(self, name: str, why: str) -> Judged:
        """A notebook as it was released, in which a person can give points all the same."""
        rebuilt = rebuild(self.notebooks[name].released, [])
        run = _not_run(Rebuilt(rebuilt.notebook), why, WITHOUT_ANSWERS)
        judged = judged_notebook(run, finished_notebook(run, self.notebooks[name].source), None)
        # What the student left as it was released is not known.
        points = dict.fromkeys(graded_cells(run.notebook))
        return replace(judged, points=points, untouched=frozenset())

    def _rebuild_and_finish(
        self, name: str, submission: Submission, execute: Callable[[Rebuilt], NotebookRun]
    ) -> Judged:
        handed_in = submission.notebooks[name]
        notes = [*handed_in.notes, *submission.notes]  # reports take the first for the reason
        if handed_in.status == "missing":
            return Judged("missing", notes)
        if handed_in.status == "not tried":
            left = self.without_answers(name, handed_in.notes[0])
            return replace(left, notes=[*left.notes, *notes[1:]])
        source = self.notebooks[name].source
        rebuilt = rebuild(self.notebooks[name].released, handed_in.cells)
        elsewhere = untouched_essays(rebuilt.notebook) if submission.writings else []
        if elsewhere:
            notes.append(
                f"{listed(submission.writings)} may hold what {listed(elsewhere)} lacks, which is "
                "as it was released; a person is to look"
            )
        if handed_in.status == "unreadable":
            run = NotebookRun(rebuilt.notebook, "unreadable", notes)
            _settle(run, without_points, f"the notebook cannot be read: {handed_in.notes[0]}")
        else:
            rebuilt.notes[:0] = notes
            run = execute(rebuilt)
        return judged_notebook(run, finished_notebook(run, source), handed_in.file, elsewhere)

    def _run_what_counts(
        self, name: str, rebuilt: Rebuilt, files: dict[str, str], exercise: str | None
    ) -> NotebookRun:
        """Run what verdicts rest on; all, where more was asked for or may have been needed."""
        hidden, notebook = self.notebooks[name].hidden, rebuilt.notebook
        if exercise:
            hidden = {one: test for one, test in hidden.items() if exercise == tested_by(one)}
        demonstrations: set[str] = set()
        checks: set[str] = set()
        if exercise or self.demonstrations == "keep":
            cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
            needed = needed_cells(notebook, rebuilt.fallbacks, hidden, exercise)
            demonstrations = {cell.id for cell in cells} - needed
            checks = {cell.id for cell in cells if is_check_alone(cell)}
        run = self._run(name, rebuilt, files, hidden, demonstrations | checks)
        if exercise and run.endings:
            # Its verdict may rest on what other verdicts tell of what ends a kernel.
            return self._run_what_counts(name, rebuilt, files, None)
        if demonstrations and may_miss_something(run, demonstrations):
            whole = self._run(name, rebuilt, files, hidden, set())
            run = whole.with_better_of(run)
        outputs = {one: shown for one, shown in rebuilt.outputs.items() if one in run.skipped}
        show_as_handed_in(run.notebook, outputs, self._collector())
        return run

    def _collector(self) -> Collector:
        return Collector(
            self.limits.output_kilobytes * 1000, self.limits.notebook_output_kilobytes * 1000
        )

    def _run(
        self,
        name: str,
        rebuilt: Rebuilt,
        files: dict[str, str],
        hidden: dict[str, str],
        skipped: set[str],
    ) -> NotebookRun:
        """Run a notebook; what fails of the judge leaves its points to a person."""

        def new_run() -> NotebookRun:
            return NotebookRun(
                deepcopy(rebuilt.notebook), notes=list(rebuilt.notes), skipped=set(skipped)
            )

        def execute(run: NotebookRun) -> None:
            new_kernel = partial(self._new_kernel, name, files)
            self.runner.run_notebook(run, new_kernel, hidden, rebuilt.fallbacks)
            self.has_run = True

        run = new_run()
        try:
            try:
                with self.company.among_others():
                    execute(run)
            except (WarmProcessEnded, NoMemoryLeft):
                # Whatever the notebook did: the first took all kernels with it.
                run = new_run()
                with self.company.among_others():
                    execute(run)
            if TOO_MUCH_OUTPUT in run.endings:
                # A neighbour may have sent it.
                run = new_run()
                with self.company.alone():
                    execute(run)
        except Exception as error:
            if isinstance(error, ChecksError):
                raise
            if isinstance(error, SandboxError) and not self._can_run(name):
                raise
            kind = "" if isinstance(error, CourseError) else f"{type(error).__name__}: "
            why = plain(f"the judge failed ({kind}{error})")
            run.notes.append(f"{why}; grade it again, or by hand")
            _settle(run, not_reached, why)
            run.status = "not judged"
            return run
        not_judged = [v for v in run.verdicts.values() if isinstance(v, NotReached)]
        if not_judged:
            run.status = "not judged"
            run.notes += [f"`{v.name}`, {v.reasons[0]}" for v in not_judged]
        return run

    def _can_run(self, name: str) -> bool:
        """Whether a notebook has been run here, or could be if it came without files."""
        try:
            if not self.has_run:
                kernel = self._new_kernel(name, self.shipped)
                with self.runner.started_kernel(kernel, monotonic() + START_SECONDS):
                    self.has_run = True
        except SandboxError:
            return False
        return True


def _not_run(rebuilt: Rebuilt, why: str, hint: str) -> NotebookRun:
    """What is said of a notebook that the judge could not deal with at all."""
    note = f"{plain(why)}; grade it again with --force, or by hand{hint}"
    run = NotebookRun(rebuilt.notebook, "not judged", [*rebuilt.notes, note])
    _settle(run, not_reached, plain(why))
    return run


def _settle(run: NotebookRun, verdict: Callable[[str, float, str], Verdict], why: str) -> None:
    """Give each function that has no verdict one with this reason."""
    for cell in run.notebook.cells:
        name = tested_function(cell)
        if name and name not in run.verdicts:
            run.verdicts[name] = verdict(name, cell.metadata.nbgrader.points, why)


def _read(path: Path) -> NotebookNode:
    """A built notebook. Raises CourseError where the file is none."""
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
        return notebook
    except (OSError, ValueError, AttributeError, nbformat.ValidationError) as error:
        why = plain(f"{type(error).__name__}: {error}", 200)
        raise CourseError(f"{path} cannot be read ({why}); run `autograder build`") from None


def read_notebooks(assignment: Assignment) -> dict[str, CourseNotebook]:
    """The notebooks of a built assignment by name.

    Raises CourseError where it is not built.
    """
    notebooks = {}
    for path in sorted(assignment.release.glob("*.ipynb")):
        source_path = assignment.source / path.name
        if not source_path.is_file():
            raise CourseError(f"{source_path} is missing; run `autograder build`")
        released, source = (_read(one) for one in (path, source_path))
        try:
            hidden = {
                cell.metadata.nbgrader.grade_id: hidden_part(cell.source)
                for cell in source.cells
                if tested_function(cell)
            }
        except ValueError as error:
            raise CourseError(f"{source_path}: {error}; run `autograder build`") from None
        if graded_cells(released) != graded_cells(source):
            raise CourseError(
                f"{path} and {source_path} are not of one build: their exercises or points differ; "
                "run `autograder build`"
            )
        notebooks[path.stem] = CourseNotebook(released, source, hidden)
    if not notebooks:
        raise CourseError(f"{assignment.release} holds no notebook; run `autograder build`")
    return notebooks
