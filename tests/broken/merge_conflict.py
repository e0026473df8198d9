"""Git has left both versions of a merge in the file."""

from tests.broken import text

STATUS = "unreadable"
LOST = "5_elbo.ipynb holds a merge conflict"
NOTE = "merge conflict"


def hand_in(folder, notebook):
    lines = text(notebook).split("\n")
    place = len(lines) // 2
    both = ["<<<<<<< HEAD", lines[place], "=======", lines[place], ">>>>>>> theirs"]
    (folder / "5_elbo.ipynb").write_text("\n".join([*lines[:place], *both, *lines[place + 1 :]]))
