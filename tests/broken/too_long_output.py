"""A notebook of 200 MB, nearly all of it output of an endless loop."""

from nbformat.v4 import new_output

from tests.broken import cell, write


def hand_in(folder, notebook):
    line = "epoch 1: loss 0.123456\n"
    text = line * (200_000_000 // len(line))
    cell(notebook, "test_kl").outputs = [new_output("stream", text=text)]
    write(folder, notebook)
