"""All cells stand in reverse order."""

from tests.broken import write


def hand_in(folder, notebook):
    notebook.cells.reverse()
    write(folder, notebook)
