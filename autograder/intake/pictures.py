"""Reads the pictures that students pasted into text cells, and the texts and names around them."""

import re
from itertools import count
from typing import Any
from urllib.parse import unquote

MEGABYTE = 2**20
MAX_PICTURES = 32 * MEGABYTE
MAX_NUMBER = 1_000  # of pictures in one notebook
MAX_NAME = 80
# What a browser shows as a picture and never runs, unlike SVG.
PICTURE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
# No character can belong to two of its parts: else a text that is none would be tried in all ways.
BASE64 = re.compile(r"[A-Za-z0-9+/\s]+(?:={1,2}\s*)?")
IN_TEXT = re.compile(rf"data:(?:{'|'.join(PICTURE_TYPES)});base64,[A-Za-z0-9+/=]+")
# The address of an attachment, which may have brackets in pairs.
REFERENCE = re.compile(r"attachment:((?:[^()\"'<>\n]|\([^()\"'<>\n]*\)){1,1000}(?<! ))")

# By name and type, in base64.
Pictures = dict[str, dict[str, str]]


def read_pictures(
    texts: list[str], attachments: list[Any], notes: list[str]
) -> list[tuple[str, Pictures]]:
    """The text of each cell, and the pictures of what may be its attachments.

    None are there where they are too many, those that stand in the texts themselves included. That
    is added to the notes.
    """
    pictures = [_pictures(one) for one in attachments]
    sizes = [len(data) for each in pictures for of in each.values() for data in of.values()]
    sizes += [len(found[0]) for text in texts for found in IN_TEXT.finditer(text)]
    if sum(sizes) <= MAX_PICTURES and len(sizes) <= MAX_NUMBER:
        return [_with_short_names(*one) for one in zip(texts, pictures, strict=True)]
    notes.append(
        f"the pictures were left out: {len(sizes):,} of {sum(sizes) / MEGABYTE:,.0f} MB together, "
        f"and at most {MAX_NUMBER:,} of {MAX_PICTURES // MEGABYTE} MB are read"
    )
    return [(without_pictures(text), {}) for text in texts]


def without_pictures(text: str) -> str:
    """A text without the pictures that stand in it."""
    return IN_TEXT.sub("", text)


def beside(taken: Pictures, text: str, pictures: Pictures) -> tuple[str, Pictures]:
    """A text and its pictures, so named that they can stand beside those of another text."""
    clashing = [name for name in pictures if taken.get(name, pictures[name]) != pictures[name]]
    return _renamed(text, pictures, clashing, taken)


def _with_short_names(text: str, pictures: Pictures) -> tuple[str, Pictures]:
    return _renamed(text, pictures, [name for name in pictures if not short_name(name)], {})


def _renamed(
    text: str, pictures: Pictures, names: list[str], taken: Pictures
) -> tuple[str, Pictures]:
    """A text and its pictures, some of which get names that are not taken."""
    known = pictures.keys() | taken.keys()
    free = (name for number in count(1) if (name := f"picture-{number}") not in known)
    new = {name: next(free) for name in names}

    def reference(found: re.Match[str]) -> str:
        name = found[1] if found[1] in new else unquote(found[1])
        return f"attachment:{new[name]}" if name in new else found[0]

    text = REFERENCE.sub(reference, text) if new else text
    return text, {new.get(name, name): picture for name, picture in pictures.items()}


def _pictures(attachments: Any) -> Pictures:
    found: Pictures = {}
    if not isinstance(attachments, dict):
        return found
    for name, types in attachments.items():
        if isinstance(types, dict):
            texts = (
                (kind, stored_text(types.get(kind))) for kind in PICTURE_TYPES if kind in types
            )
            data = {kind: text for kind, text in texts if text and BASE64.fullmatch(text)}
            if data:
                found[name] = data
    return found


def stored_text(value: Any) -> str | None:
    """Text as notebooks store it, a string or a list of strings; None for anything else."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return value if isinstance(value, str) else None


def short_name(value: Any) -> str | None:
    """A name of one line that is not too long; None for anything else."""
    is_name = isinstance(value, str) and value.isprintable() and 0 < len(value) <= MAX_NAME
    return value if is_name else None
