"""The notebook was saved in the format of 2014: worksheets, `input` and heading cells."""

import json

from tests.broken import NAME


def hand_in(folder, notebook):
    cells = []
    for one in notebook.cells:
        if one.cell_type == "code":
            cells.append(
                {
                    "cell_type": "code",
                    "input": one.source,
                    "language": "python",
                    "metadata": one.metadata,
                    "outputs": [],
                }
            )
        else:
            cells.append({"cell_type": "markdown", "metadata": one.metadata, "source": one.source})
    cells.insert(0, {"cell_type": "heading", "level": 1, "metadata": {}, "source": "My work"})
    whole = {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0}
    (folder / NAME).write_text(json.dumps(whole | {"worksheets": [{"cells": cells}]}))
