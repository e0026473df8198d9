"""Cells are deleted; answers stand in own ones, with prompts, indented or under an odd magic."""

from tests.broken import cell, write


def hand_in(folder, notebook):
    for name, pasted in (
        ("log_evidence", with_prompts(">>> ", "... ")),
        ("posterior", with_prompts("In [3]: ", "   ...: ")),
        ("kl", with_prompts("    ", "    ")),
        ("elbo", "%%skip\n{}".format),
    ):
        answer = cell(notebook, name)
        answer.source, answer.id = pasted(answer.source), f"own-{name}"
        answer.metadata = {}
    write(folder, notebook)


def with_prompts(first, other):
    return lambda source: first + source.replace("\n", f"\n{other}")
