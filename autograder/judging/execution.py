"""Runs the cells of one rebuilt notebook in a kernel, and has each function judged."""

import re
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from jupyter_core.utils import ensure_event_loop
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete, DeadKernelError
from nbclient.util import ensure_async, run_sync
from nbformat import NotebookNode

from autograder.course import Course
from autograder.intake.python_versions import valid_from
from autograder.intake.rebuild import is_own
from autograder.intake.student_code import without_imports_of
from autograder.judging.examination import Examiners
from autograder.judging.hidden_tests import without_points
from autograder.judging.needed_cells import is_check_alone
from autograder.judging.outputs import Collector, new_output
from autograder.judging.own_cells import OwnTime
from autograder.judging.record import NotebookRun, tested_function, whereabouts
from autograder.judging.remote import KernelGone
from autograder.judging.starts import Starts
from autograder.sandbox.limits import Limits
from autograder.sandbox.student_kernel import StudentKernel, kernel_manager
from autograder.sandbox.watch import Ending, Watch
from autograder.text import plain

MOMENT_SECONDS = 1  # the longest from when a process closes what it had open to its end
MOST_MISSING = 3  # modules of a cell that it is run without
MISSING = re.compile(r"\ANo module named '([\w.]{1,100})'\Z")
# Cells of one notebook with mistakes of syntax of which is found out whether a later Python, than
# the grader's, can read them.
MOST_LATER_SYNTAX = 10


class Runner:
    """Runs notebooks, each in kernels of its own."""

    def __init__(self, limits: Limits, course: Course):
        self.limits = limits
        self.examiners = Examiners(limits, course)
        self.kernels: set[StudentKernel] = set()

    def end_all(self) -> None:
        """End all kernels that still run, and all verdicts on their way."""
        self.examiners.close()
        for kernel in list(self.kernels):
            kernel.end()

    def run_notebook(
        self,
        run: NotebookRun,
        new_kernel: Callable[[], StudentKernel],
        hidden: dict[str, str],
        fallbacks: dict[str, str],
    ) -> None:
        """Run the cells in order and judge each function where its test cell stands.

        `hidden` are the hidden tests to judge by, by grade id, `fallbacks` the released sources of
        cells that the student changed, by cell id. A kernel that ends in some cell is started
        again without that cell, so that one mistake costs one exercise.
        """
        starts = Starts(self.limits)
        while not starts.are_over:
            starts.begin()
            with self.started_kernel(new_kernel(), starts.until, starts.waited) as session:
                end = session.run_cells(run, hidden, fallbacks, starts.deadly, starts.own)
            starts.waited = session.watch.waited
            if end is None:
                break
            starts.note_end(run, *end)
        self._settle(run, hidden)
        left_out = starts.own.note(run.notebook, run.verdicts.values())
        run.notes += [left_out] if left_out else []

    def _settle(self, run: NotebookRun, hidden: Collection[str]) -> None:
        """Give each function that no test reached its verdict, with the reason."""
        for cell in run.notebook.cells:
            name = tested_function(cell)
            if name and name not in run.verdicts and cell.metadata.nbgrader.grade_id in hidden:
                why = f"the test was not reached; {run.notes[-1]}"
                run.verdicts[name] = without_points(name, cell.metadata.nbgrader.points, why)

    @contextmanager
    def started_kernel(
        self, kernel: StudentKernel, until: float, waited: float = 0
    ) -> Iterator["Session"]:
        """A kernel with its client and its watch, ended on the way out."""
        self.kernels.add(kernel)
        # Nobody closes the loop that nbclient makes in a thread of its caller's, and Python, which
        # finds it later, complains with a traceback where it has closed the loop's socket before.
        with closing(ensure_event_loop()), tempfile.TemporaryDirectory() as folder:
            manager = kernel_manager(kernel, Path(folder))
            client = StudentClient(
                NotebookNode(cells=[]),
                km=manager,
                allow_errors=True,
                shutdown_kernel="immediate",
                log=manager.log,
            )
            client.collector = Collector(
                self.limits.output_kilobytes * 1000, self.limits.notebook_output_kilobytes * 1000
            )
            client.owns_km = True
            has_begun = False
            try:
                with client.setup_kernel():
                    watch = Watch(kernel, self.limits, until, waited)
                    watch.start()
                    has_begun = True
                    try:
                        yield Session(client, watch, kernel, self.limits, self.examiners)
                    finally:
                        try:
                            watch.close()
                        finally:
                            kernel.end()
            except Exception:
                if not has_begun:
                    kernel.expect_no_accident()  # which others had at the same time
                raise
            finally:
                kernel.end()
                kernel.release()
                self.kernels.discard(kernel)
                manager.context.destroy(linger=0)


class StudentClient(NotebookClient):
    """A notebook client that believes nothing of what a kernel sends."""

    collector: Collector
    heard_the_end = True  # of the cell of now, among its outputs

    async def async_start_new_kernel_client(self) -> Any:
        assert self.km is not None, "handed over with the client's other traits"
        self.kc = self.km.client(context=self.km.context)
        # Without the heartbeat: whether a kernel lives is told by its process.
        self.kc.start_channels(hb=False)
        await ensure_async(self.kc.wait_for_ready(timeout=self.startup_timeout))
        self.kc.allow_stdin = False
        return self.kc

    # nbclient starts its client by this name.
    start_new_kernel_client = run_sync(async_start_new_kernel_client)

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        kind, content = msg.get("msg_type", ""), msg["content"]
        if kind == "status" and content.get("execution_state") == "idle":
            self.heard_the_end = True
            raise CellExecutionComplete
        return self.collector.take(kind, content)


class KernelEnded(Exception):
    """The kernel ended, or had to be ended, in some cell."""

    def __init__(self, ending: Ending):
        super().__init__(ending.reason)
        self.ending = ending


class Session:
    """One kernel's life with a notebook."""

    def __init__(
        self,
        client: StudentClient,
        watch: Watch,
        kernel: StudentKernel,
        limits: Limits,
        examiners: Examiners,
    ):
        self.client, self.watch, self.kernel, self.limits = client, watch, kernel, limits
        self.examiners = examiners
        self.failed: dict[str, str] = {}  # what the cells of functions raised, by function
        self.later_syntax = 0  # cells of which was found out whether a later Python can read them

    def run_cells(
        self,
        run: NotebookRun,
        hidden: dict[str, str],
        fallbacks: dict[str, str],
        skipped: set[str],
        own: OwnTime,
    ) -> tuple[NotebookNode, Ending] | None:
        """Run the cells but the skipped ones; in which cell the kernel ended, and how, if it did.

        Where a skipped one is a released cell that the student changed, the released one runs.
        """
        self.own = own
        self.client.nb = run.notebook
        for index, cell in enumerate(run.notebook.cells):
            if cell.cell_type != "code":
                continue
            if is_own(cell) and cell.id not in skipped and not own.allows(cell):
                continue
            try:
                if cell.id in skipped:
                    self.run_released(cell, index, fallbacks.get(cell.id))
                else:
                    self.run_and_examine(cell, index, run, hidden, fallbacks.get(cell.id))
            except KernelEnded as error:
                return cell, error.ending
        return None

    def run_and_examine(
        self,
        cell: NotebookNode,
        index: int,
        run: NotebookRun,
        hidden: dict[str, str],
        fallback: str | None,
    ) -> None:
        """Execute a cell unless it is left out, and reach its verdict if it is a test."""
        if cell.id not in run.skipped and not is_check_alone(cell):
            failed = self.run_cell(cell, index, run, fallback)
            self.note_stop(run, cell)
            if failed:
                self.note_later_syntax(run, cell)
        if self.examine(cell, run, hidden):
            self.note_stop(run, cell)
            run.exhausted |= {cell.id} if self.watch.interrupted else set()
        if is_check_alone(cell) and run.wants_check(cell):
            self.run_check(cell, index, run)

    def run_check(self, cell: NotebookNode, index: int, run: NotebookRun) -> None:
        """Run the check that students run, which tells a reader why points are missing.

        It decides nothing: where the kernel ends in one, no other is run.
        """
        try:
            self.execute(cell, index)
        except KernelEnded:
            run.without_checks = True
            raise

    def note_stop(self, run: NotebookRun, cell: NotebookNode) -> None:
        """Note that what just ran for a cell was stopped at its time limit, if it was."""
        if self.watch.interrupted:
            note = f"{whereabouts(run.notebook, cell)}: stopped after {self.watch.seconds:.0f} s"
            run.notes += [] if note in run.notes else [note]

    def note_later_syntax(self, run: NotebookRun, cell: NotebookNode) -> None:
        """Note that a cell is valid in a later Python than the grader's, where that is so."""
        if not _is_of_syntax(cell) or self.later_syntax == MOST_LATER_SYNTAX:
            return
        self.later_syntax += 1
        if later := valid_from(cell.source):
            note = f"{whereabouts(run.notebook, cell)}: {later}"
            run.notes += [] if note in run.notes else [note]

    def run_cell(
        self, cell: NotebookNode, index: int, run: NotebookRun, fallback: str | None
    ) -> bool:
        """Execute a cell, and the released one after it where a student's change of it fails.

        Whether the student's failed.
        """
        failed = self.execute(cell, index)
        if failed:
            failed = self.run_without_missing(cell, index, run)
        if failed and cell.metadata.get("nbgrader", {}).get("solution"):
            self.failed[cell.metadata.nbgrader.grade_id] = _raised(cell)
        if failed:
            self.run_released(cell, index, fallback)
        return failed

    def run_without_missing(self, cell: NotebookNode, index: int, run: NotebookRun) -> bool:
        """Execute a failed cell without its imports of modules that are not here.

        What does not use them is then defined. Whether the cell still failed.
        """
        source: str | None = cell.source
        for _ in range(MOST_MISSING):
            module = _missing_module(cell)
            source = without_imports_of(source, module) if module and source else None
            if source is None:
                break
            place = whereabouts(run.notebook, cell)
            note = plain(f"{place}: {module} is not installed here, and its import was left out")
            run.notes += [] if note in run.notes else [note]
            rest = NotebookNode(cell | {"source": source, "outputs": []})
            try:
                failed = self.execute(rest, index)
            finally:
                cell.outputs = rest.outputs
                self.client.nb.cells[index] = cell  # where nbclient has put the one it ran last
            if not failed:
                return False
        return True

    def run_released(self, cell: NotebookNode, index: int, fallback: str | None) -> None:
        """Execute a cell as it was released, where it has been changed."""
        if fallback is None:
            return
        released = NotebookNode(cell | {"source": fallback, "outputs": []})
        try:
            self.execute(released, index)
        finally:
            cell.outputs += released.outputs
            self.client.nb.cells[index] = cell  # where nbclient has put the one it ran last

    def execute(self, cell: NotebookNode, index: int) -> bool:
        """Execute a cell within its time limit; whether it failed."""
        collector = self.client.collector
        collector.begin()
        self.client.heard_the_end = False
        try:
            with self.own.running(cell, self.watch) if is_own(cell) else self.watch.cell():
                self.client.execute_cell(cell, index)
            if not self.client.heard_the_end:
                # Outputs were lost, and more may be: the next cells shall not wait as long.
                self.client.iopub_timeout = 1
        except DeadKernelError:
            raise KernelEnded(self.why_ended("the code ended its own process")) from None
        except Exception as error:
            # A reply that nbclient cannot read was not written by a sound kernel.
            why = f"the kernel sent something that is not a reply ({type(error).__name__})"
            raise KernelEnded(self.why_ended(why)) from None
        finally:
            cell.outputs = collector.finished()
        if self.watch.interrupted:
            note = f"The cell was stopped after {self.watch.seconds:.0f} s.\n"
            cell.outputs.append(new_output("stream", name="stdout", text=note))
        return any(output.output_type == "error" for output in cell.outputs)

    def examine(self, cell: NotebookNode, run: NotebookRun, hidden: dict[str, str]) -> bool:
        """Reach the verdict of a test cell, where the cell is one that has none; whether it is."""
        name = tested_function(cell)
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name is None or name in run.verdicts or grade_id not in hidden:
            return False
        points = cell.metadata.nbgrader.points
        self.examiners.expect_ready()  # which is not of the cell's time
        try:
            with self.watch.cell():
                run.verdicts[name] = self.examiners.examine(
                    self.kernel,
                    self.watch,
                    hidden=hidden[grade_id],
                    name=name,
                    maximum=points,
                    failed=self.failed,
                )
        except KernelGone as error:
            ending = self.why_ended(str(error))
            run.verdicts[name] = without_points(name, points, ending.reason)
            raise KernelEnded(ending) from None
        return True

    def why_ended(self, otherwise: str) -> Ending:
        """Why the kernel ended: the watch knows, or the system's kernel does.

        A kernel that still runs is ended, for the reason given. Raises WatchError where the watch
        failed, and SandboxError where the kernel ended through no doing of its own.
        """
        if ending := self.watch.conclude():
            return ending
        # What a process had open is closed a moment before it has ended.
        until = monotonic() + MOMENT_SECONDS
        while self.kernel.is_running() and monotonic() < until:
            sleep(0.01)
        self.kernel.expect_no_accident()
        if self.kernel.is_running():
            self.kernel.end()
            return Ending("crashed", otherwise)
        code = self.kernel.exit_code()
        how = (
            "" if code is None else f" (by signal {-code})" if code < 0 else f" (exit code {code})"
        )
        return Ending("crashed", f"the code ended its own process{how}")


def _raised(cell: NotebookNode) -> str:
    """What a cell raised, in one line."""
    error = _error_of(cell)
    later = valid_from(cell.source) if _is_of_syntax(cell) else None
    return plain(f"{error.ename}: {later or error.evalue}")


def _missing_module(cell: NotebookNode) -> str | None:
    """The module that a failed cell was to import and that is not here, if that is why."""
    error = _error_of(cell)
    found = MISSING.search(str(error.evalue)) if error.ename == "ModuleNotFoundError" else None
    return found[1] if found else None


def _error_of(cell: NotebookNode) -> NotebookNode:
    """What a failed cell shows of its failure."""
    outputs: list[NotebookNode] = cell.outputs
    return next(output for output in outputs if output.output_type == "error")


def _is_of_syntax(cell: NotebookNode) -> bool:
    """Whether a failed cell was no Python."""
    return _error_of(cell).ename in ("SyntaxError", "IndentationError")
