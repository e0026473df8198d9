"""A merge has left its marks inside a cell of the student's own."""

import nbformat

from tests.broken import write

NOTE = "1 cell was left with the marks of a merge conflict"


def hand_in(folder, notebook):
    conflict = "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs"
    notebook.cells.insert(3, nbformat.v4.new_code_cell(conflict))
    write(folder, notebook)
