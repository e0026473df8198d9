"""The check of `deep_decoder` that students run."""

from ..shared.visible.layers import DEEP, check_part


def check(answer):
    return check_part(answer, "decoder", DEEP)
