"""Finds the cells in scripts that have no marks between them, such as those of Colab.

There the texts of a notebook are strings between its code, and nothing else tells where a cell
ends. Magics and faults of syntax may stand anywhere, so that Python's parser cannot be asked.
"""

import re
from collections.abc import Iterator

from autograder.intake.student_code import MAX_PARSED, CodeReader

MAX_DIVIDED = 4 * MAX_PARSED  # characters of code; who wrote more did not write it for a course
# What ends a block of code or begins a long string, and what such may only seem to stand in.
TOKEN = re.compile(
    r"(?P<gap>\n(?:[ \t]*\n)+)|(?P<quotes>\"{3}|'{3})|#[^\n]*|\\."
    r"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
    re.S,
)
# A text may end with a quotation mark of its own.
CLOSING = {quote: re.compile(rf"\\.|{quote}{{3,}}", re.S) for quote in "\"'"}
LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")
GOES_ON = re.compile(r"[\s)\]}]|(?:else|elif|except|finally)\b")
ESCAPE = re.compile(r"\\(.)", re.S)


def cells_of(script: str) -> list[tuple[str, str]]:
    """The kind and the source of each cell in a script without marks.

    Code that is too long to be read as one cell, or holds a fault, is divided at blank lines.
    """
    cells: list[tuple[str, str]] = []
    blocks: list[str] = []
    for kind, part in _parts(script):
        if kind == "code":
            blocks.append(part)
        else:
            cells += [*_code_cells(blocks), (kind, part)]
            blocks = []
    return [*cells, *_code_cells(blocks)]


def _parts(script: str) -> Iterator[tuple[str, str]]:
    """The texts of a script, and the blocks of its code, each with the blank lines after it."""
    begin = position = 0
    while token := TOKEN.search(script, position):
        position = token.end()
        if token["gap"] and not GOES_ON.match(script, position):
            yield "code", script[begin:position]
            begin = position
        elif token["quotes"]:
            position = _end_of_string(script, token)
            first = script.rfind("\n", 0, token.start()) + 1
            if _is_text(script, first, token.start(), position):
                yield "code", script[begin:first]
                yield "markdown", _text(script[first:position])
                begin = position
    yield "code", script[begin:]


def _end_of_string(script: str, quotes: re.Match[str]) -> int:
    """Where a long string ends; quotation marks that nothing closes begin none."""
    found = CLOSING[quotes[0][0]].finditer(script, quotes.end())
    return next((end.end() for end in found if end[0][0] != "\\"), quotes.end())


def _is_text(script: str, first: int, start: int, end: int) -> bool:
    """Whether a string is a statement of its own, apart from the code around it.

    Its line begins at `first`, and the string goes from `start` to `end`.
    """
    above = script[script.rfind("\n", 0, max(0, first - 1)) + 1 : first].strip()
    is_apart = not above or above.startswith("#")
    return is_apart and script[first:start] in ("", "r", "R") and bool(LINE_END.match(script, end))


def _text(string: str) -> str:
    text = string.lstrip("rR")[3:-3].strip("\n")
    # Formulas are full of backslashes; where each is doubled, the tool has done so.
    is_escaped = string[0] not in "rR" and set(ESCAPE.findall(text)) <= set("\\\"'")
    return ESCAPE.sub(r"\1", text) if is_escaped else text


def _code_cells(blocks: list[str]) -> Iterator[tuple[str, str]]:
    """The blocks as one cell, or by halves, down to those that cannot be read."""
    code = "".join(blocks).strip("\n")
    middle = len(blocks) // 2
    # A reader reads no more than it may of a whole submission, so that each has its own.
    if middle and len(code) <= MAX_DIVIDED and not CodeReader().read(code).parses:
        yield from _code_cells(blocks[:middle])
        yield from _code_cells(blocks[middle:])
    elif code.strip():
        yield "code", code
