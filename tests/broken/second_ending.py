"""A mail program has added an ending."""

from tests.broken import write

FILE = "5_elbo.ipynb.txt"


def hand_in(folder, notebook):
    write(folder, notebook, FILE)
