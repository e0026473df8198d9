"""A text of many spaces stands where a pasted picture is expected, and then something else."""

from tests.broken import cell, write


def hand_in(folder, notebook):
    question = cell(notebook, "elbo_derivation")
    question["attachments"] = {"a.png": {"image/png": " " * 3_000_000 + "!"}}
    write(folder, notebook)
