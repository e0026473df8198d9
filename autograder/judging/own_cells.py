"""Keeps the student's own cells of a notebook from taking the time of its exercises."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic

from nbformat import NotebookNode

from autograder.checking.verdict import Verdict
from autograder.sandbox.watch import Watch

MOST_NAMED = 10  # cells or names in one note
MISSING = re.compile(r"name '(\w+)' is not defined")


class OwnTime:
    """The time that a student's own cells share in one kernel, and those that got none of it.

    `total` is what passed with them in all kernels of the notebook, s, and `ended` how many kernels
    ended in one of them.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.total = self.left = 0.0
        self.ended = 0
        self.is_last = False
        self.completed: set[str] = set()
        self.left_out: list[NotebookNode] = []

    def begin(self, is_last: bool) -> None:
        """Begin with a kernel; the last one that the notebook gets no own cell shall end."""
        self.left = self.seconds
        self.is_last = is_last
        self.left_out = []

    def allows(self, cell: NotebookNode) -> bool:
        """Whether a cell may run: there is time, and in the last kernel it ran to its end before.

        One that may not is noted as left out.
        """
        may_run = self.left > 0 and not (self.is_last and cell.id not in self.completed)
        if not may_run:
            self.left_out.append(cell)
        return may_run

    @contextmanager
    def running(self, cell: NotebookNode, watch: Watch) -> Iterator[None]:
        """Hold a cell to the time that is left, and count what it took and that it ran to its end.

        That time is not the notebook's.
        """
        start = monotonic()
        try:
            with watch.extra_cell(self.left):
                yield
            self.completed.add(cell.id)
        finally:
            self.total += monotonic() - start
            self.left = max(0.0, self.left - watch.used)

    def note(self, notebook: NotebookNode, verdicts: Iterable[Verdict]) -> str | None:
        """What was left out, and what the functions miss of it; None where nothing was."""
        if not self.left_out:
            return None
        numbers = [
            str(number)
            for number, cell in enumerate(notebook.cells, start=1)
            if any(cell.id == other.id for other in self.left_out)
        ]
        note = (
            f"the student's own cells took more than {self.seconds:.0f} s together, or ended the "
            f"kernel; left out: cell {_few(numbers)} of the notebook"
        )
        text = "\n".join(cell.source for cell in self.left_out)
        reasons = " ".join(item.reason for verdict in verdicts for item in verdict.items)
        missing = [f"`{name}`" for name in dict.fromkeys(MISSING.findall(reasons)) if name in text]
        if missing:
            note += f". A function needs {_few(missing)}, which may be defined there"
        return note


def _few(words: list[str]) -> str:
    more = len(words) - MOST_NAMED
    return ", ".join(words[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
