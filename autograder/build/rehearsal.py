"""Runs each hidden test once while the course is built, on a function that raises.

So a test that cannot reach a verdict is found by whoever wrote it, before there is anything to
grade. No student's function is needed for that, nor TensorFlow.
"""

from collections.abc import Callable
from typing import Any, NoReturn

from nbformat import NotebookNode

from autograder.build.masters import MasterError
from autograder.checking.verdict import Verdict
from autograder.checking.view import StudentError, View
from autograder.judging.hidden_tests import NoVerdict, as_verdict, hidden_part, run_hidden
from autograder.judging.record import tested_function
from autograder.text import plain


class Raising(View):
    """A function that raises, whatever it is asked."""

    def ask(self, operation: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> NoReturn:
        raise StudentError("nothing is filled in yet")

    def given(self, **right: Callable[..., Any] | str) -> View:
        return self


def rehearse(notebook: NotebookNode, name: str) -> dict[str, Verdict]:
    """Run the hidden tests of a master, which give no points here; their verdicts by function.

    Raises MasterError for a test that reaches no verdict on as many points as its cell has.
    """
    return {
        function: _verdict(cell, notebook, f"{name}, cell {number} (test_{function})")
        for number, cell in enumerate(notebook.cells, start=1)
        if (function := tested_function(cell))
    }


def _verdict(cell: NotebookNode, notebook: NotebookNode, where: str) -> Verdict:
    functions = {
        other.metadata.nbgrader.grade_id
        for other in notebook.cells
        if other.cell_type == "code" and other.metadata.get("nbgrader", {}).get("solution")
    }

    def view(name: str) -> View:
        if name not in functions:
            raise NameError(f"`{name}` is neither defined nor an exercise of this notebook")
        return Raising()

    try:
        value = run_hidden(hidden_part(cell.source), view)
    except Exception as error:
        why = plain(f"{type(error).__name__}: {error}")
        raise MasterError(
            f"{where}: the hidden test fails where the function raises: {why}"
        ) from None
    try:
        verdict = as_verdict(value, cell.metadata.nbgrader.points)
    except NoVerdict as problem:
        raise MasterError(f"{where}: the hidden test reaches no verdict: {problem}") from None
    if verdict.points:
        raise MasterError(
            f"{where}: the hidden test gives {verdict.points:g} points to a function that raises"
        )
    return verdict
