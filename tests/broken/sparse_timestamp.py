"""The time stamp is a sparse file of 4 GB."""

import os

from tests.broken import write


def hand_in(folder, notebook):
    write(folder, notebook)
    (folder / "timestamp.txt").touch()
    os.truncate(folder / "timestamp.txt", 4_000_000_000)
