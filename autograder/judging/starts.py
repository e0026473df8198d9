"""Keeps account of the kernels that one notebook gets, since each may be ended by a cell."""

from time import monotonic

from nbformat import NotebookNode

from autograder.intake.rebuild import is_own
from autograder.judging.own_cells import OwnTime
from autograder.judging.record import NotebookRun, tested_function, whereabouts
from autograder.sandbox.limits import Limits
from autograder.sandbox.watch import Ending

MOST_STARTS = 3  # of a kernel, for one notebook


class Starts:
    """The kernels of one notebook: how many still, until when, and without which cells.

    `deadly` holds the ids of cells that ended a kernel, and the names of functions that ended one
    under their test. `waited` is the time for which others had the processors, in all kernels, s.
    """

    def __init__(self, limits: Limits) -> None:
        self.own = OwnTime(limits.own_cells_seconds)
        self.end = monotonic() + limits.notebook_seconds
        self.deadly: set[str] = set()
        self.waited = 0.0
        self.ended = 0
        self.are_over = False
        self.had_checks = True

    @property
    def until(self) -> float:
        """When the notebook's time is over, on the monotonic clock, but for what was waited, s."""
        return self.end + self.own.total

    def begin(self) -> None:
        """Begin with a kernel."""
        self.own.begin(is_last=self.ended == MOST_STARTS - 1 and self.own.ended == self.ended)

    def note_end(self, run: NotebookRun, culprit: NotebookNode, ending: Ending) -> None:
        """Note in which cell a kernel ended, and how, before the notebook did."""
        is_too_late = monotonic() > self.until + self.waited
        is_of_a_check = self.had_checks and run.without_checks
        self.had_checks = not run.without_checks
        if is_of_a_check and not is_too_late:
            return  # which is to cost nothing
        self.ended += 1
        self.are_over = is_too_late or self.ended == MOST_STARTS
        self.deadly.add(culprit.id)
        self.own.ended += is_own(culprit)
        if name := tested_function(culprit):
            # Functions that call it are tested with a right one in its place.
            self.deadly.add(name)
        run.status = ending.status
        run.endings.append(ending.status)
        run.notes.append(f"{whereabouts(run.notebook, culprit)}: {ending.reason}")
