"""A comment was written in Latin-1."""

from tests.broken import NAME, cell, text


def hand_in(folder, notebook):
    cell(notebook, "kl").source += "\n# Gr@@e"
    (folder / NAME).write_bytes(text(notebook).encode().replace(b"@@", b"\xfc\xdf"))
