"""The student's name has all that file names can have."""

from tests.broken import write

STUDENT = "Zoë O'Brien [1]* {x} $HOME; 名前 & <b>"


def hand_in(folder, notebook):
    write(folder, notebook)
