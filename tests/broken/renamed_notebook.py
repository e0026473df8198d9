"""The browser has numbered the download, and the student put it in a folder."""

from tests.broken import write


def hand_in(folder, notebook):
    (folder / "week 3").mkdir()
    write(folder, notebook, "week 3/5_elbo (2)-final.ipynb")
