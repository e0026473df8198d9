"""A named pipe has the notebook's name; who opens it waits for ever."""

import os

from tests.broken import NAME

STATUS = "unreadable"
LOST = "cannot be read: 5_elbo.ipynb is not a regular file"


def hand_in(folder, notebook):
    os.mkfifo(folder / NAME)
    os.mkfifo(folder / "timestamp.txt")
