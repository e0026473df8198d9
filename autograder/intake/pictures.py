"""Reads the pictures that students pasted into text cells, and the texts and names around them."""

import re
from typing import Any

MEGABYTE = 2**20
MAX_PICTURES = 32 * MEGABYTE
MAX_NUMBER = 1_000  # of pictures in one notebook
MAX_NAME = 80
# What a browser shows as a picture and never runs, unlike SVG.
PICTURE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
# No character can belong to two of its parts: else a text that is none would be tried in all ways.
BASE64 = re.compile(r"[A-Za-z0-9+/\s]+(?:={1,2}\s*)?")

# By name and type, in base64.
Pictures = dict[str, dict[str, str]]


def pictures_of(attachments: list[Any], notes: list[str]) -> list[Pictures]:
    """The pictures of each cell by what may be its attachments; none where they are too many.

    That is added to the notes.
    """
    pictures = [_pictures(one) for one in attachments]
    sizes = [len(data) for each in pictures for of in each.values() for data in of.values()]
    if sum(sizes) <= MAX_PICTURES and len(sizes) <= MAX_NUMBER:
        return pictures
    notes.append(
        f"the pictures were left out: {len(sizes):,} of {sum(sizes) / MEGABYTE:,.0f} MB together, "
        f"and at most {MAX_NUMBER:,} of {MAX_PICTURES // MEGABYTE} MB are read"
    )
    return [{} for _ in attachments]


def _pictures(attachments: Any) -> Pictures:
    found: Pictures = {}
    if not isinstance(attachments, dict):
        return found
    for name, types in attachments.items():
        if short_name(name) and isinstance(types, dict):
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
