"""The cell of one function is deleted."""

from tests.broken import cell, write

LOST = {"kl": "is not filled in|nothing is filled in|is missing|not defined"}


def hand_in(folder, notebook):
    notebook.cells.remove(cell(notebook, "kl"))
    write(folder, notebook)
