"""Parses what might take too much time or memory in a process of its own, with limits.

The file comes as standard input, already open and checked; the answer is JSON on standard output.
"""

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

SECONDS = 60
# A script is small, so it has no reason to need what a notebook with large outputs does.
MEMORY = {"notebook": 4 * 2**30, "script": 2**30}


def parse_apart(kind: str, file: BinaryIO, name: str) -> dict[str, Any] | None:
    """What reading.parse_to_json makes of an open file; None where it passes a limit.

    `kind` is "notebook" or "script", and `name` is the file's name for messages.
    """
    command = [sys.executable, "-I", __file__, kind, name, str(MEMORY[kind])]
    try:
        done = subprocess.run(
            command,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return None
    except OSError as error:
        why = f"no process could be started here ({error.strerror}); grade it again"
        return {"unreadable": f"{name} was not read: {why}"}
    return json.loads(done.stdout) if done.returncode == 0 else None


def _limit(memory: int) -> None:
    """Limit this process; on systems without such limits only the time is limited."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _main(kind: str, name: str, memory: str) -> None:
    _limit(int(memory))
    # -I leaves out the course's folder, which matters where the package is not installed.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    # jupytext imports a validator of notebooks, which takes 1.5 s to build this grammar of web
    # addresses, does without it where it is not installed, and is not used here.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    from autograder.judge import reading

    answer = reading.parse_to_json(kind, sys.stdin.buffer.read(), name)
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


if __name__ == "__main__":
    _main(*sys.argv[1:])
