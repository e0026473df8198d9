"""Says what a file is that was handed in as a notebook and is none."""

import re

HEAD = 4096  # characters at a file's beginning that tell what it is
MAX_PAGE = 200_000  # characters of a web page that tell what it shows

# The first bytes of formats that are not text.
SIGNATURES = (
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%PDF-", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "a document of a word processor (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a data base"),
    (b"\x93NUMPY", "an array of NumPy"),
    (b"\x89HDF", "an HDF5 file"),
)
PAGE = re.compile(r"<(?:!doctype html|html|head)\b", re.I)
LOG_IN = re.compile(r"\b(?:log ?in|sign ?in|password)\b", re.I)
EXPORTED = re.compile(r"jp-Notebook|nbconvert|nbviewer", re.I)
POINTER = "version https://git-lfs.github.com/spec/"
# The lines that Git leaves around two versions, in their order.
CONFLICT = [re.compile(rf"^{mark}{{7}}(?: .*)?\r?$", re.M) for mark in "<=>"]
HAND_IN = "hand in the notebook itself, the .ipynb file that Jupyter saves"


def known_format(data: bytes) -> str | None:
    """What bytes are that are not text, with what to do; None for anything else."""
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            return f"is {what}, whatever its name says; {HAND_IN}"
    return None


def known_text(text: str) -> str | None:
    """What a text is that is not a notebook, with what to do; None where that is unknown."""
    if text.startswith(POINTER):
        return (
            "is a pointer of Git LFS and not the notebook itself; run `git lfs pull` and hand in "
            "the file that comes"
        )
    start = text[:MAX_PAGE]
    if start.lstrip().startswith("<") and PAGE.search(start[:HEAD]):
        if EXPORTED.search(start):
            return f"is a web page that shows a notebook; {HAND_IN}"
        if LOG_IN.search(start):
            return f"is a web page that asks to log in, saved in place of the notebook; {HAND_IN}"
        return f"is a web page; {HAND_IN}"
    return None


def has_conflict(text: str) -> bool:
    """Whether a text holds the marks that Git leaves where two versions do not agree."""
    end = 0
    for mark in CONFLICT:
        found = mark.search(text, end)
        if found is None:
            return False
        end = found.end()
    return True
