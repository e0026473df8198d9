"""The notebook has the name of another exercise."""

from tests.broken import write


def hand_in(folder, notebook):
    write(folder, notebook, "2_cross_entropy.ipynb")
