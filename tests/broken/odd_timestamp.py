"""The time stamp is no time."""

from tests.broken import write


def hand_in(folder, notebook):
    write(folder, notebook)
    (folder / "timestamp.txt").write_bytes(b"\xff yesterday evening\n" * 1000)
