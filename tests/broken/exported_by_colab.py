"""A script that Colab has made: no marks between the cells, texts as strings."""

from tests.broken import as_colab_writes_it

FILE = "5_elbo.py"


def hand_in(folder, notebook):
    (folder / FILE).write_text(as_colab_writes_it(notebook))
