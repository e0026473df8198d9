"""NUL bytes stand in a cell and at the end of the file."""

from tests.broken import NAME, cell, text


def hand_in(folder, notebook):
    cell(notebook, "kl").source += "\n\0"
    (folder / NAME).write_bytes(text(notebook).encode() + b"\0" * 100)
