"""The check of `encoder` that students run."""

from ..shared.visible.layers import BASIC, check_part
from ..shared.visible.results import Answer


def check(answer: Answer) -> str:
    return check_part(answer, "encoder", BASIC)
