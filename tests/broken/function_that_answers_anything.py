"""A function is an object that has every attribute that it is asked for."""

from tests.broken import cell, write


def hand_in(folder, notebook):
    answer = cell(notebook, "kl")
    answer.source = (
        answer.source.replace("def kl(", "def mine(")
        + """


class Anything:
    def __call__(self, q, p):
        return mine(q, p)

    def __getattr__(self, name):
        return self


kl = Anything()"""
    )
    write(folder, notebook)
