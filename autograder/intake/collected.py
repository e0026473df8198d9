"""Keeps what a learning management system called each student and file, to give feedback back."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

FOLDER = "downloaded"  # nbgrader's name for what came out of such a system
RECORD = "collected.json"


@dataclass
class Collected:
    """How a submission came: `number` is the participant's in Moodle, the user's in Canvas.

    `files` are the names in the archive by the names in the submission.
    """

    system: str
    number: str
    name: str
    files: dict[str, str] = field(default_factory=dict)
    late: bool = False


def record_of(root: Path, assignment: str) -> Path:
    return root / FOLDER / assignment / RECORD


def read_collected(root: Path, assignment: str) -> dict[str, Collected]:
    """What was collected of an assignment, by student; empty where nothing was."""
    path = record_of(root, assignment)
    if not path.is_file():
        return {}
    return {
        student: Collected(**one)
        for student, one in json.loads(path.read_text(encoding="utf-8")).items()
    }


def write_collected(root: Path, assignment: str, collected: dict[str, Collected]) -> None:
    """Keep what was collected; what is kept of other students stays."""
    path = record_of(root, assignment)
    path.parent.mkdir(parents=True, exist_ok=True)
    known = read_collected(root, assignment) | collected
    text = json.dumps({name: asdict(one) for name, one in sorted(known.items())}, indent=1)
    part = path.with_suffix(".part")
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(path)
