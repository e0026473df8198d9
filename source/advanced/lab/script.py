"""Lets a notebook be worked on as a script: a mistake does not end the run.

A notebook goes on after a cell that failed, a script does not. So after the first failed check the
rest of the script is run here, cell by cell: what rests on the mistake is left out, and the checks
of the other exercises still speak.
"""

import ast
import bisect
import itertools
import pathlib
import sys
import traceback

from .errors import LabError

LAB = pathlib.Path(__file__).parent

_is_going_on = False
_not_made = set()  # names that cells which were left out would have given


def show_messages_alone():
    """Let a script that ends by a LabError show its message and no traceback."""
    before = sys.excepthook

    def show(kind, error, trace):
        if issubclass(kind, LabError):
            print(error, file=sys.stderr)
        else:
            before(kind, error, trace)

    sys.excepthook = show


def is_script():
    """Whether the lines of a script, which plain Python runs, called the lab."""
    return _calling_frame() is not None


def go_on_after(message):
    """Print the message; run what is left of the script cell by cell, then end it with status 1."""
    global _is_going_on
    print(message)
    if _is_going_on:
        return
    _is_going_on = True
    frame = _calling_frame()
    path = pathlib.Path(frame.f_code.co_filename)
    for cell in _cells(path.read_text(encoding="utf-8"), after=frame.f_lineno):
        _run(cell, path, frame.f_globals)
    sys.exit(1)


def _calling_frame():
    """Return the frame of the script's own lines if these called the lab, else None."""
    main = sys.modules["__main__"]
    frame = sys._getframe()
    while frame is not None and LAB in pathlib.Path(frame.f_code.co_filename).parents:
        frame = frame.f_back
    is_script = (
        frame is not None
        and frame.f_globals is vars(main)
        and frame.f_code.co_name == "<module>"
        and pathlib.Path(getattr(main, "__file__", None) or "").is_file()
    )
    return frame if is_script else None


def _cells(source, after):
    """Yield the statements after a line, those of one cell together."""
    marks = [number for number, line in enumerate(source.split("\n"), 1) if line.startswith("# %%")]
    rest = [statement for statement in ast.parse(source).body if statement.lineno > after]
    for _, statements in itertools.groupby(rest, lambda one: bisect.bisect(marks, one.lineno)):
        yield ast.Module(list(statements), [])


def _run(cell, path, names):
    try:
        exec(compile(cell, str(path), "exec"), names)
    except LabError as error:
        print(error)
    except Exception as error:
        _not_made.update(_names_given(cell))
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == str(path)
        ]
        place = f"Line {frames[0].lineno}" if frames else "A cell"
        print(f"{place} and the rest of its cell are left out: {_why(error, frames)}")


def _names_given(cell):
    """The names that the statements of a cell would have given a value."""
    return {
        node.id
        for node in ast.walk(cell)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _why(error, frames):
    """Say what a cell rests on, or where else it failed."""
    if isinstance(error, NotImplementedError) and not str(error) and frames:
        return f"`{frames[-1].name}` is not done yet."
    if isinstance(error, NameError) and error.name in _not_made:
        return f"`{error.name}` is made in a cell that was left out."
    lines = [*traceback.format_list(frames), *traceback.format_exception_only(error)]
    return "\n" + "".join(lines).rstrip()
