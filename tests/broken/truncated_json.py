"""The upload broke off in the middle."""

from tests.broken import NAME, text

STATUS = "unreadable"
LOST = "ends in the middle"


def hand_in(folder, notebook):
    (folder / NAME).write_text(text(notebook)[:20_000])
