"""Keeps of a submitted notebook's outputs what a reader could bear."""

from typing import Any

MAX_CELL = 2_500_000  # characters of the outputs of one cell
MAX_NOTEBOOK = 12_000_000  # of those of all cells
MAX_VALUES = 100_000  # entries of one output's lists and dicts
SIZE_OF_A_VALUE = 80  # characters that each of them counts as: Python needs as many bytes for it
LEFT_OUT = {
    "output_type": "stream",
    "name": "stdout",
    "text": "Some output is left out here: it is too much to be kept.\n",
}


class OutputKeeper:
    """Cuts the outputs of one notebook, cell by cell while it is parsed."""

    def __init__(self) -> None:
        self.left = MAX_NOTEBOOK

    def keep(self, value: dict[str, Any]) -> dict[str, Any]:
        """A JSON object; where it has outputs, with the first of them, as many as have room."""
        if "outputs" not in value:
            return value
        outputs, kept = value["outputs"], []
        room = min(MAX_CELL, self.left)
        for output in outputs if isinstance(outputs, list) else []:
            size = _size(output, room)
            if size > room:
                kept.append(LEFT_OUT)
                break
            if isinstance(output, dict):
                kept.append(output)
                self.left -= size
                room -= size
        value["outputs"] = kept
        return value


def _size(output: Any, enough: int) -> int:
    """How many characters an output holds; more than `enough` where it is too large to count."""
    size, values = 0, 0
    waiting = [output]
    while waiting and size <= enough:
        value = waiting.pop()
        values += 1
        if values > MAX_VALUES:
            return enough + 1
        if isinstance(value, str):
            size += len(value)
        elif isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        size += SIZE_OF_A_VALUE
    return size
