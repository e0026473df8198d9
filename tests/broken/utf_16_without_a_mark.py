"""Saved in UTF-16, as Windows does, without the mark that says so."""

from tests.broken import NAME, text


def hand_in(folder, notebook):
    (folder / NAME).write_bytes(text(notebook).encode("utf-16-le"))
