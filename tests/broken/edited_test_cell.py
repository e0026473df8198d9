"""A test cell is edited so that it shows a number, which stock nbgrader would take for points."""

from tests.broken import cell, write

LOST = {"kl": "nothing is filled in"}


def hand_in(folder, notebook):
    cell(notebook, "kl").source = "def kl(q, p):\n    raise NotImplementedError"
    cell(notebook, "test_kl").source = "3"
    write(folder, notebook)
