"""The secret of a submission, by which nbgrader's exchange names the pages for its student."""

import os
from contextlib import suppress
from pathlib import Path

SECRET = "submission_secret.txt"
LONGEST_SECRET = 1_000  # bytes; nbgrader's have 128


def read_secret(folder: Path) -> str | None:
    """The secret that lies in a folder; None where there is none, or a link, or no such text."""
    with suppress(OSError, ValueError):
        # A pipe that nobody writes into is not to be waited for.
        opened = os.open(folder / SECRET, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(opened, "rb") as file:
            secret = file.read(LONGEST_SECRET + 1)
        if secret and len(secret) <= LONGEST_SECRET:
            return secret.decode()
    return None


def copy_secret(source: Path, target: Path) -> None:
    """Lay the secret of a folder, and no older one, into another."""
    secret = read_secret(source)
    (target / SECRET).unlink(missing_ok=True)
    if secret:
        (target / SECRET).write_bytes(secret.encode())
