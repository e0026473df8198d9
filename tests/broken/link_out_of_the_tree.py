"""Links lead to files of the grader."""

from tests.broken import NAME

STATUS = "unreadable"
LOST = "cannot be read: 5_elbo.ipynb is a link"


def hand_in(folder, notebook):
    (folder / NAME).symlink_to(folder.parents[2] / "source" / "autoencoders" / NAME)
    (folder / "secret.txt").symlink_to(folder.parents[2] / "secret.txt")
    (folder / "everything").symlink_to(folder.parents[2])
