"""Submissions that come in broken, one module a case, named after what is odd about it.

`hand_in(folder, notebook)` writes a submission, given notebook 5 with the model answers in it.
Where a module says nothing else, all points must be earned and the status be "graded":
`STATUS` names another status, `LOST` the functions that may lose their points with a pattern for
the reason (a pattern alone: all do), `FILE` the file that must be taken, `NOTE` a part of a note
that a TA must read, `STUDENT` an odd name.
"""

import copy
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

NAME = "5_elbo.ipynb"


def cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """The cell of a grade id."""
    return next(one for one in notebook.cells if one.id == grade_id)


def copied(one: NotebookNode) -> NotebookNode:
    """A cell's copy, with an id of its own as editors give it."""
    twin = copy.deepcopy(one)
    twin.id = f"{one.id}-copy"
    return twin


def text(notebook: NotebookNode) -> str:
    return nbformat.writes(notebook)


def write(folder: Path, notebook: NotebookNode, name: str = NAME) -> None:
    """Write a notebook as it is, valid or not."""
    (folder / name).write_text(text(notebook), encoding="utf-8")


def as_script(notebook: NotebookNode) -> str:
    """The notebook as a percent script."""
    return jupytext.writes(notebook, fmt="py:percent")
