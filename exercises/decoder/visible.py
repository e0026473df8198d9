"""The check of `decoder` that students run."""

from ..shared.visible.layers import BASIC, check_part


def check(answer):
    return check_part(answer, "decoder", BASIC)
