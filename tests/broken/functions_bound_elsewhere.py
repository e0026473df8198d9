"""Functions come from files, below first tries in cells of their own."""

import nbformat

from tests.broken import cell, write

WAYS = {
    "posterior": "from functions import *",
    "kl": "%run functions.py",
    "gaussian_elbo": 'exec(open("functions.py").read())',
}


def hand_in(folder, notebook):
    functions = ["import numpy as np"]
    for name, way in WAYS.items():
        answer = cell(notebook, name)
        first_try = nbformat.v4.new_code_cell(f"def {name}(*_):\n    return 0.0")
        notebook.cells.insert(notebook.cells.index(answer), first_try)
        functions.append(answer.source)
        answer.source = way
    (folder / "functions.py").write_text("\n\n\n".join(functions))
    write(folder, notebook)
