"""The file is JSON, but of another kind."""

from tests.broken import NAME

STATUS = "unreadable"
LOST = "cannot be read"


def hand_in(folder, notebook):
    (folder / NAME).write_text("[1, 2, 3]")
