"""Makes texts that a student chose fit to be shown: in a reason, a page, a terminal, a database.

What comes out can be encoded, has a known length, and looks like what it is: nothing in it moves a
cursor, turns the direction of writing or hides. It is text, not HTML; pages escape it.
"""

import re
import unicodedata
from itertools import chain, zip_longest

LONGEST = 400  # characters of one line
MOST_MARKS = 4  # on one letter; more of them cover the lines above
MOST_COLOURS = 1000  # changes in one text: nbconvert copies the rest of it at each
UNSHOWN = "�"

_BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
# One setting: a colour of 256, a colour by its parts, or a number that needs none after it. Others
# are an exception to nbconvert (IndexError).
_SETTING = f"(?:[34]8;5;{_BYTE}|[34]8;2;{_BYTE};{_BYTE};{_BYTE}|(?!0*[34]8[;m])[0-9]{{0,3}})"
_COLOUR = rf"\x1b\[{_SETTING}(?:;{_SETTING}){{0,15}}m"
# What a terminal obeys (ECMA-48): control sequences, operating system commands, two-letter escapes.
_ESCAPE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -~]|\x9b[0-?]*[ -/]*[@-~]"
)
_COLOUR_OR_ESCAPE = re.compile(f"({_COLOUR})|{_ESCAPE.pattern}")
_OTHER_SPACE = re.compile(r"[^\S ]+")
_BEYOND_ASCII = re.compile(r"[^\x20-\x7e]+")
_BEYOND_ASCII_LINES = re.compile(r"[^\x20-\x7e\t\n\r]+")
# Joiners and variants, which only say how their neighbours look.
_STYLE = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
# Letters and symbols that show nothing.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def plain(text: str, longest: int = LONGEST) -> str:
    """A text as one line of printable characters, at most `longest` of them.

    White space becomes spaces, a run of what cannot be shown one �, and a text that is too long
    ends in "…". A line that was made so stays as it is.
    """
    # What is cut off costs nothing; a little more is read than kept, since some of it goes.
    start = text[: 4 * longest]
    line = _OTHER_SPACE.sub(" ", _ESCAPE.sub("", start))
    line = _BEYOND_ASCII.sub(_shown, line)
    if len(line) > longest or len(start) < len(text):
        line = line[: longest - 1] + "…"
    return line


def plain_lines(text: str) -> str:
    """A text of any length as `plain` makes a line; lines, tabs and colours of a terminal stay.

    Of a text with too many colours none stays.
    """
    text = _COLOUR_OR_ESCAPE.sub(lambda found: found[1] or "", text)
    # Colours are held back, as the escape character itself is nothing that can be shown.
    parts = re.split(f"({_COLOUR})", text)
    texts = [_BEYOND_ASCII_LINES.sub(_shown, part) for part in parts[::2]]
    colours = parts[1::2] if len(parts) // 2 <= MOST_COLOURS else []
    return "".join(chain.from_iterable(zip_longest(texts, colours, fillvalue="")))


def _shown(run: re.Match[str]) -> str:
    """What can be shown of a run of characters."""
    letters: list[str] = []
    marks = 0
    for letter in _STYLE.sub("", run[0]):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > MOST_MARKS:
            continue
        if not letter.isprintable() and letter.isspace() and letter not in "\x1c\x1d\x1e\x1f":
            letter = "\n" if letter in "\v\f\x85\u2028\u2029" else " "
        elif letter in _BLANK or not letter.isprintable():
            letter = UNSHOWN
        if letter != UNSHOWN or letters[-1:] != [UNSHOWN]:
            letters.append(letter)
    return "".join(letters)
