"""Lines end as on Windows, in the file and inside the cells."""

from tests.broken import NAME, text


def hand_in(folder, notebook):
    for one in notebook.cells:
        one.source = one.source.replace("\n", "\r\n")
    (folder / NAME).write_bytes(text(notebook).replace("\n", "\r\n").encode())
