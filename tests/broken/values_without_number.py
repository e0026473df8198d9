"""Sixteen megabytes of brackets, which in memory would be fifty times as much."""

from tests.broken import NAME, text


def hand_in(folder, notebook):
    nested = "[" * 900 + "]" * 900
    brackets = f'{{"brackets": [{",".join([nested] * 8_500)}], '
    (folder / NAME).write_text(text(notebook).replace("{", brackets, 1))
