"""A file's name holds many numbers and more dashes, and ends in none of them."""

from tests.broken import write


def hand_in(folder, notebook):
    write(folder, notebook)
    write(folder, notebook, f"5_elbo{('-' * 30 + '1') * 6}x.ipynb")
