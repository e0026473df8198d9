"""How the lab speaks of mistakes: one message, and no traceback."""


class LabError(Exception):
    """A mistake that one message explains; Jupyter shows the message and no traceback."""

    def _render_traceback_(self):
        return [str(self)]


def describe(value):
    """Return a few words that say what a wrong argument is."""
    if value is None:
        return "None"
    shape = getattr(value, "shape", None)
    kind = f"an object of type {type(value).__name__}"
    return kind if shape is None else f"{kind} with shape {tuple(shape)}"
