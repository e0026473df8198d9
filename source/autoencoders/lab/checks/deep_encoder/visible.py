"""The check of `deep_encoder` that students run."""

from ..shared.visible.layers import DEEP, check_part


def check(answer):
    return check_part(answer, "encoder", DEEP)
