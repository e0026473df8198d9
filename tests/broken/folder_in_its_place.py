"""A folder has the notebook's name."""

from tests.broken import NAME

STATUS = "unreadable"
LOST = "cannot be read"


def hand_in(folder, notebook):
    (folder / NAME).mkdir()
