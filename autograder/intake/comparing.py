"""Compares the sources of cells as a person would."""


def same_text(source: str) -> str:
    """Source without the white space that editors add and take away at the ends of lines."""
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))
