"""The check of `encoder` that students run."""

from ..shared.visible.layers import BASIC, check_part


def check(answer):
    return check_part(answer, "encoder", BASIC)
