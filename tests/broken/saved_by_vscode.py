"""Saved by VS Code: its metadata in each cell, language ids, nbformat 4.2."""

import json

from tests.broken import NAME


def hand_in(folder, notebook):
    cells = []
    for one in notebook.cells:
        language = "python" if one.cell_type == "code" else "markdown"
        cell = {
            "cell_type": one.cell_type,
            "metadata": dict(one.metadata) | {"vscode": {"languageId": language}},
            "source": one.source.splitlines(keepends=True),
        }
        if one.cell_type == "code":
            cell |= {"outputs": [], "execution_count": None}
        cells.append(cell)
    whole = {"cells": cells, "metadata": {"orig_nbformat": 4}, "nbformat": 4, "nbformat_minor": 2}
    (folder / NAME).write_text(json.dumps(whole, indent=1))
