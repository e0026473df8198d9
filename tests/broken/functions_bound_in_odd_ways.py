"""Functions are bound in ways that are no definition, below first tries in cells of their own."""

import nbformat

from tests.broken import cell, write

# How the names of each function come to be its answer, which is called `mine` before.
WAYS = {
    "log_evidence": "log_evidence: object = mine",
    "posterior": "posterior, other = mine, 3",
    "kl": 'ways = {"a": mine}\nkl = ways["a"]',
    "elbo": "elbo = mine if True else None",
    "gaussian_elbo": "(gaussian_elbo := mine)",
    "derivation": "for derivation in [mine]:\n    pass",
    "importance_bound": 'globals()["importance_bound"] = mine',
}


def hand_in(folder, notebook):
    for name, way in WAYS.items():
        answer = cell(notebook, name)
        first_try = nbformat.v4.new_code_cell(f"def {name}(*_):\n    return 0.0")
        notebook.cells.insert(notebook.cells.index(answer), first_try)
        answer.source = answer.source.replace(f"def {name}(", "def mine(") + f"\n\n\n{way}"
    write(folder, notebook)
