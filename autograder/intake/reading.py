"""Reads the notebooks and scripts that students hand in, whatever state they are in.

Nothing here trusts a file: it may be cut short, written by another tool, or made to do harm. What
can be read is read, with a note for every repair; what cannot is an `Unreadable` with its reason.
Of outputs no more is kept than a reader could bear; they are as doubtful as the rest.
"""

import errno
import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from autograder.intake import apart, mistaken
from autograder.intake.comparing import same_text
from autograder.intake.files import shown
from autograder.intake.outputs import OutputKeeper
from autograder.intake.pictures import (
    Pictures,
    read_pictures,
    short_name,
    stored_text,
    without_pictures,
)
from autograder.intake.scripts import as_percent
from autograder.intake.unmarked import cells_of

MEGABYTE = 2**20
MAX_NOTEBOOK = 512 * MEGABYTE
MAX_SCRIPT = 4 * MEGABYTE
# What is larger, or may hold more values, is parsed in a process with limits: a value takes up to
# fiftyfold in Python's memory, and no other thread runs until all are parsed.
MAX_PARSED_HERE = 16 * MEGABYTE
MAX_VALUES_HERE = 500_000
MAX_SOURCES = 16 * MEGABYTE
MAX_CELLS = 2_000
# A script is small, so it has no reason to need what a notebook with large outputs does.
MEMORY = {"notebook": 4 * 2**30, "script": 2**30}  # bytes, of a process that reads one

KINDS = ("code", "markdown", "raw")
# Magics stay comments, as they stand in the file: jupytext takes sentences for some.
PERCENT = {"extension": ".py", "format_name": "percent", "comment_magics": False}


@dataclass(frozen=True)
class SubmittedCell:
    """A cell as a student handed it in.

    `attachments` are the pictures pasted into its text, and `outputs` what it showed, as it stands
    in the file.
    """

    kind: str
    source: str
    grade_id: str | None = None
    cell_id: str | None = None
    attachments: Pictures = field(default_factory=dict, hash=False)
    outputs: list[dict[str, Any]] = field(default_factory=list, compare=False, repr=False)

    @cached_property
    def text(self) -> str:
        """The source, to compare; made once, as each released notebook asks for it many times."""
        return same_text(self.source)


class Unreadable(Exception):
    """A file that cannot be read, in one sentence for TA and student."""


class NotRead(Unreadable):
    """A file that was not read through no fault of its own; a person is to look at it."""


Content = tuple[list[SubmittedCell], list[str]]


def read_notebook(path: Path, seconds: float = apart.SECONDS) -> Content:
    """The cells of a Jupyter notebook, and a sentence for each repair that matters.

    A large one is read for so many seconds at most. Raises Unreadable, or NotRead, and no other
    exception, whatever the file holds.
    """
    name = shown(path.name)
    with _opened(path, MAX_NOTEBOOK) as (file, size):
        if size <= MAX_PARSED_HERE:
            data = _read(file, size, name)
            if _most_values(data) <= MAX_VALUES_HERE:
                return parse_notebook(data, name)
            os.lseek(file.fileno(), 0, os.SEEK_SET)
        return _read_apart("notebook", file, name, seconds)


def _most_values(data: bytes) -> int:
    """How many values JSON holds at most: each is the first of a list or dict, or has a comma."""
    return sum(data.count(mark) for mark in (b"[", b"{", b","))


def read_script(path: Path, seconds: float = apart.SECONDS) -> Content:
    """The cells of a percent script (`# %%`), as read_notebook gives them.

    In a script without cell marks, strings that stand alone are texts. Raises Unreadable.
    """
    name = shown(path.name)
    with _opened(path, MAX_SCRIPT) as (file, _):
        # Always apart: a header of one kilobyte of YAML can ask jupytext for all memory.
        return _read_apart("script", file, name, seconds)


@contextmanager
def _opened(path: Path, limit: int) -> Iterator[tuple[BinaryIO, int]]:
    """A regular file of at most `limit` bytes, open for reading, and its size."""
    name = shown(path.name)
    # A pipe would block the open, and a link may lead to a file that is not the student's.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise Unreadable(_why_not_opened(path, name, error)) from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise Unreadable(f"{name} is not a regular file; hand in the notebook itself")
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > limit:
            raise Unreadable(
                f"{name} has {status.st_size / MEGABYTE:,.0f} MB and at most "
                f"{limit // MEGABYTE} MB are read; clear its outputs and hand it in again"
            )
        yield file, status.st_size


def _why_not_opened(path: Path, name: str, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{name} is missing"
    if isinstance(error, OSError) and error.errno in (errno.ELOOP, errno.EMLINK):
        return f"{name} is a link to another file; hand in the file itself"
    if isinstance(error, OSError) and error.errno == errno.ENXIO:
        return f"{name} is not a regular file; hand in the notebook itself"
    reason = getattr(error, "strerror", None) or "its name is not valid"
    return f"{name} cannot be opened ({reason}); hand in a file that can be read"


def _read(file: BinaryIO, size: int, name: str) -> bytes:
    try:
        return file.read(size)
    except OSError as error:
        raise Unreadable(f"{name} cannot be read from the disk ({error.strerror})") from None


def _read_apart(kind: str, file: BinaryIO, name: str, seconds: float) -> Content:
    """What a process with limits reads from an open file."""
    job = f"{__name__}:parse_to_json"
    try:
        answer = apart.run_apart(job, file, kind, name, memory=MEMORY[kind], seconds=seconds)
    except apart.PassedLimit:
        raise Unreadable(
            f"{name} takes too much time or memory to read; clear its outputs, take out what is "
            "no text or code, and hand it in again"
        ) from None
    except apart.NotDone as why:
        raise NotRead(f"{name} was not read: {why}") from None
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"])
    return [SubmittedCell(**cell) for cell in answer["cells"]], answer["notes"]


def parse_to_json(file: BinaryIO, kind: str, name: str) -> dict[str, Any]:
    """What a process of its own prints: `cells` and `notes`, or the reason as `unreadable`."""
    try:
        data = file.read()
        cells, notes = (parse_notebook if kind == "notebook" else parse_script)(data, name)
    except Unreadable as reason:
        return {"unreadable": str(reason)}
    return {"cells": [asdict(cell) for cell in cells], "notes": notes}


def parse_notebook(data: bytes, name: str) -> Content:
    """The cells of a notebook from the bytes of its file. Raises Unreadable.

    `name` is the file's name, for messages.
    """
    text, notes = _decode(data, name)
    notebook, rest = _parse_json(text, name)
    if rest:
        notes.append("text after the end of the notebook was ignored")
    if _is_wrapped(notebook):
        notebook = notebook["content"]
        notes.append("the notebook was read from an answer of Jupyter's server, which holds it")
    return _read_cells(_cells_of(notebook, name), notes, name)


def parse_script(data: bytes, name: str) -> Content:
    """The cells of a script from the bytes of its file. Raises Unreadable."""
    from autograder.intake.commented import with_magics  # here, because it imports jupytext

    text, notes = _decode(data, name)
    cells = _script_cells(as_percent(text.replace("\r\n", "\n").replace("\r", "\n")), name)
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["source"] = with_magics(cell["source"])
    # The ids are jupytext's own inventions.
    return _read_cells([{**cell, "id": None} for cell in cells], notes, name)


def _script_cells(text: str, name: str) -> list[dict[str, Any]]:
    """The cells between the marks of a script, or those that can be found in one without marks."""
    import jupytext  # here, because this runs only in a process of its own

    try:
        cells: list[dict[str, Any]] = jupytext.reads(text, fmt=PERCENT).cells
    except Exception:
        # jupytext raises what its parsers happen to raise.
        raise Unreadable(
            f"{name} cannot be read as a percent script; hand in the notebook (.ipynb)"
        ) from None
    if len(cells) != 1 or cells[0]["cell_type"] != "code" or "nbgrader" in cells[0]["metadata"]:
        return cells
    return [{"cell_type": kind, "source": source} for kind, source in cells_of(cells[0]["source"])]


def _decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """The text of a file, with a surrogate in place of each byte that is not text."""
    problem = mistaken.known_format(data)
    if problem:
        raise Unreadable(f"{name} {problem}")
    notes: list[str] = []
    encoding = _encoding_of(data)
    if encoding.startswith("utf-8"):
        text, notes = _decode_bytes(data.removeprefix(b"\xef\xbb\xbf"))
    else:
        # With part of a character at its end, nothing would be decoded at all.
        width = 4 if "32" in encoding else 2
        wrong = "surrogatepass" if width == 2 else "replace"
        text = data[: len(data) // width * width].decode(encoding, wrong)
    if "\0" in text:
        text = text.replace("\0", "")
        notes.append("NUL characters were removed")
    if not text.strip():
        raise Unreadable(f"{name} is empty; hand in the notebook with your answers")
    problem = mistaken.known_text(text)
    if problem:
        raise Unreadable(f"{name} {problem}")
    return text, notes


def _encoding_of(data: bytes) -> str:
    """UTF-8, or the wider encoding that a mark or many NUL bytes tell of."""
    is_marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    head = data[:1000]
    is_wide = is_marked or head.count(0) > len(head) // 4
    return json.detect_encoding(data) if is_wide else "utf-8"


def _decode_bytes(data: bytes) -> tuple[str, list[str]]:
    """Text in UTF-8, else in the encoding of Windows in the west, else what can be read of it."""
    text = data.decode("utf-8", "surrogateescape")
    # What is not ASCII is all in another encoding, or it would be read right already.
    if NO_TEXT.search(text) and not NOT_ASCII.search(NO_TEXT.sub("", text)):
        with suppress(UnicodeDecodeError):
            return data.decode("cp1252"), ["the file is not in UTF-8; it was read as Windows-1252"]
    return text, []


def _parse_json(text: str, name: str) -> tuple[Any, bool]:
    """The JSON value that a text begins with, and whether more follows."""
    # Outputs are most of a large notebook, so that what is too much goes as soon as it is parsed.
    # A float may have a million digits; an int raises a ValueError.
    decoder = json.JSONDecoder(strict=False, object_hook=OutputKeeper().keep, parse_int=float)
    text = text.strip()
    try:
        value, end = decoder.raw_decode(text)
    except json.JSONDecodeError as error:
        if mistaken.has_conflict(text):
            raise Unreadable(
                f"{name} holds a merge conflict of Git (lines with <<<<<<< and >>>>>>>); resolve "
                "it, open the notebook in Jupyter, save it and hand it in again"
            ) from None
        if _ends_in_the_middle(text, error):
            raise Unreadable(
                f"{name} is cut short: the file ends in the middle of the notebook; save it and "
                "hand it in again"
            ) from None
        raise Unreadable(
            f"{name} is not a notebook: line {error.lineno} is not valid JSON; open it in Jupyter, "
            "save it and hand it in again"
        ) from None
    except RecursionError:
        raise Unreadable(f"{name} is not a notebook: its JSON is nested too deeply") from None
    except MemoryError:
        raise Unreadable(f"{name} needs too much memory to read; clear its outputs") from None
    return value, end < len(text)


def _is_wrapped(notebook: Any) -> bool:
    """Whether a JSON value is what the server of Jupyter answers for a notebook."""
    return (
        isinstance(notebook, dict)
        and notebook.get("type") == "notebook"
        and isinstance(notebook.get("content"), dict)
    )


def _ends_in_the_middle(text: str, error: json.JSONDecodeError) -> bool:
    # A cut word such as `tru` or escape such as `\u00` is reported where it begins.
    cut_word = error.pos >= len(text) - 8 and not text.endswith("}")
    return error.pos >= len(text) or error.msg.startswith("Unterminated string") or cut_word


def _cells_of(notebook: Any, name: str) -> list[Any]:
    """The list of cells of a notebook of format 4, or of format 3 with its worksheets."""
    if isinstance(notebook, dict):
        worksheets = notebook.get("worksheets")
        cells = notebook.get("cells")
        if isinstance(cells, list):
            return cells
        if isinstance(worksheets, list):
            lists = [sheet.get("cells") for sheet in worksheets if isinstance(sheet, dict)]
            return [cell for cells in lists if isinstance(cells, list) for cell in cells]
        if "content" in notebook or "message" in notebook:
            raise Unreadable(
                f"{name} is what a web service answers about a notebook and not the notebook; "
                f"{mistaken.HAND_IN}"
            )
    raise Unreadable(
        f"{name} is not a notebook: it is JSON, but without a list of cells; hand in the .ipynb "
        "file that Jupyter saves"
    )


def _read_cells(entries: list[Any], notes: list[str], name: str) -> Content:
    """Submitted cells from what may be cells; what was repaired is added to the notes."""
    if len(entries) > MAX_CELLS:
        raise Unreadable(
            f"{name} has {len(entries):,} cells and at most {MAX_CELLS:,} are read; take out what "
            "is not part of your answers"
        )
    dicts = [entry for entry in entries if isinstance(entry, dict)]
    sources = [_source(entry) for entry in dicts]
    texts = [_clean(source or "") for source in sources]
    kinds = [_kind(entry) for entry in dicts]
    markdown = [text if kind == "markdown" else "" for text, kind in zip(texts, kinds, strict=True)]
    # A picture in a text is no text; what stands in code is code.
    pictures_in_texts = sum(len(text) - len(without_pictures(text)) for text in markdown)
    if sum(len(text.encode()) for text in texts) - pictures_in_texts > MAX_SOURCES:
        raise Unreadable(
            f"{name} holds more than {MAX_SOURCES // MEGABYTE} MB of code and text; take out what "
            "is not part of your answers"
        )
    illustrated = read_pictures(markdown, [entry.get("attachments") for entry in dicts], notes)
    texts = [
        new if kind == "markdown" else text
        for text, kind, (new, _) in zip(texts, kinds, illustrated, strict=True)
    ]
    for count, what in (
        (len(entries) - len(dicts), "left out: no cell"),
        (sources.count(None), "read as empty: the source is not text"),
        (kinds.count(None), "read as raw text: of no known type"),
        (sum(map(mistaken.has_conflict, texts)), "left with the marks of a merge conflict"),
        (
            sum(bool(NO_TEXT.search(source or "")) for source in sources),
            "repaired: characters that are not text are now �",
        ),
    ):
        if count:
            notes.append(f"{count} {'cell was' if count == 1 else 'cells were'} {what}")
    cells = [
        SubmittedCell(kind or "raw", text, *_names(entry), pictures, entry.get("outputs") or [])
        for entry, kind, text, (_, pictures) in zip(dicts, kinds, texts, illustrated, strict=True)
    ]
    return cells, notes


# Half of a character: from a broken escape in JSON, or in place of a byte that is no UTF-8.
NO_TEXT = re.compile("[\ud800-\udfff]")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def _clean(text: str) -> str:
    """Text that can be encoded, with one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return NO_TEXT.sub("�", text)


def _source(cell: dict[str, Any]) -> str | None:
    text = stored_text(cell.get("source", cell.get("input")))
    if text is not None and cell.get("cell_type") == "heading":
        level = cell.get("level")
        marks = int(level) if level is not None and level in range(1, 7) else 1
        return f"{'#' * marks} {text}"
    return text


def _kind(cell: dict[str, Any]) -> str | None:
    kind = cell.get("cell_type")
    if kind in ("heading", "html"):
        return "markdown"
    if isinstance(kind, str) and kind in KINDS:
        return kind
    return "code" if "execution_count" in cell or "input" in cell else None


def _names(cell: dict[str, Any]) -> tuple[str | None, str | None]:
    """nbgrader's grade id and the cell's id, where they are names."""
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    # Colab keeps the id in the metadata.
    return short_name(grade_id), short_name(cell.get("id")) or short_name(metadata.get("id"))
