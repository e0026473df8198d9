"""Own cells that import tens of thousands of modules, and many that import one."""

import nbformat

from tests.broken import write


def hand_in(folder, notebook):
    for start in range(0, 200_000, 5_000):
        names = ", ".join(f"a{number}" for number in range(start, start + 5_000))
        notebook.cells.append(nbformat.v4.new_code_cell(f"if False:\n    import {names}"))
    for number in range(500):
        notebook.cells.append(nbformat.v4.new_code_cell(f"import os as os{number}"))
    write(folder, notebook)
