"""Answers were turned into text by a slip of the keyboard."""

from nbformat import NotebookNode

from tests.broken import cell, write


def hand_in(folder, notebook):
    for name, kind in (("kl", "markdown"), ("elbo", "raw")):
        one = cell(notebook, name)
        position = notebook.cells.index(one)
        notebook.cells[position] = NotebookNode(
            id=one.id, cell_type=kind, metadata=one.metadata, source=one.source
        )
    write(folder, notebook)
