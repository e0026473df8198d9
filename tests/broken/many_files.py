"""Thousands of files lie beside the notebook, deep down."""

from tests.broken import write


def hand_in(folder, notebook):
    write(folder, notebook)
    deep = folder.joinpath(*["deep"] * 40)
    deep.mkdir(parents=True)
    for number in range(3000):
        (deep / f"{number}.txt").write_text("x")
