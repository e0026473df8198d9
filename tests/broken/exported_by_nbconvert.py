"""A script that `jupyter nbconvert --to script` has made."""

FILE = "5_elbo.py"


def hand_in(folder, notebook):
    parts = ["#!/usr/bin/env python\n# coding: utf-8"]
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            parts.append(f"# In[{number}]:\n\n\n{cell.source}")
        else:
            parts.append("\n".join(f"# {line}" for line in cell.source.split("\n")))
    (folder / "5_elbo.py").write_text("\n\n\n".join(parts) + "\n")
