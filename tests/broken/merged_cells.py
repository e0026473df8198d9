"""Two answers are merged into the cell of the first."""

from tests.broken import cell, write


def hand_in(folder, notebook):
    first, second = cell(notebook, "kl"), cell(notebook, "elbo")
    first.source += "\n\n\n" + second.source
    notebook.cells.remove(second)
    write(folder, notebook)
