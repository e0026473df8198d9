"""The cell of an answer stands twice, the first time with an earlier attempt."""

from tests.broken import cell, copied, write


def hand_in(folder, notebook):
    answer = cell(notebook, "kl")
    attempt = copied(answer)
    attempt.source = "def kl(q, p):\n    return 0.0"
    notebook.cells.insert(notebook.cells.index(answer), attempt)
    write(folder, notebook)
