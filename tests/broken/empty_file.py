"""The file is empty."""

from tests.broken import NAME

STATUS = "unreadable"
LOST = "is empty"


def hand_in(folder, notebook):
    (folder / NAME).touch()
