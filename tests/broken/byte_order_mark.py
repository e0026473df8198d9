"""Windows has put a byte-order mark in front."""

from tests.broken import NAME, text


def hand_in(folder, notebook):
    (folder / NAME).write_bytes(b"\xef\xbb\xbf" + text(notebook).encode())
