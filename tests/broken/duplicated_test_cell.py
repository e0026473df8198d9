"""A test cell stands twice, which makes stock nbgrader stop the class."""

from tests.broken import cell, copied, write


def hand_in(folder, notebook):
    test = cell(notebook, "test_kl")
    notebook.cells.append(copied(test))
    write(folder, notebook)
