"""An answer is split in two in the middle of its function; an editor copies the metadata."""

from tests.broken import cell, copied, write


def hand_in(folder, notebook):
    first = cell(notebook, "gaussian_elbo")
    second = copied(first)
    lines = first.source.splitlines()
    first.source, second.source = "\n".join(lines[:3]), "\n".join(lines[3:])
    notebook.cells.insert(notebook.cells.index(first) + 1, second)
    write(folder, notebook)
