"""Versions 9 and 10 were handed in beside the first; the 10th is right and was not saved last."""

from tests.broken import cell, write

FILE = "5_elbo-10.ipynb"
NOTE = "5_elbo-9.ipynb was left aside: 5_elbo-10.ipynb is the later version"


def hand_in(folder, notebook):
    write(folder, notebook, FILE)
    for number, name in enumerate(("5_elbo-9.ipynb", "5_elbo.ipynb")):
        cell(notebook, "kl").source = f"def kl(q, p):\n    return {number}"
        write(folder, notebook, name)
