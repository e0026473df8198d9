"""Saved in UTF-32."""

from tests.broken import NAME, text


def hand_in(folder, notebook):
    (folder / NAME).write_bytes(text(notebook).encode("utf-32"))
