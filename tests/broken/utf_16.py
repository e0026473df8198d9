"""PowerShell has written the file in UTF-16."""

from tests.broken import NAME, text


def hand_in(folder, notebook):
    (folder / NAME).write_bytes(text(notebook).encode("utf-16"))
