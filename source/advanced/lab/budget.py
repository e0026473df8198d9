"""How much a run may do: all of it for a student, little while a submission is graded."""

import dataclasses
import os
import sys

from .errors import LabError

ALL = sys.maxsize


@dataclasses.dataclass(frozen=True)
class Budget:
    """Upper limits for load_mnist and fit, what is compiled, and how fine pictures are."""

    training_images: int = ALL
    test_images: int = ALL
    epochs: int = ALL
    steps: int = ALL  # of an epoch
    validation_batches: int = ALL
    xla: bool = True
    fine_pictures: bool = True


FULL = Budget()

# A submission is judged by its functions, not by a long run: enough for every picture and history.
# Compiling by XLA takes longer than so few steps.
GRADING = Budget(
    training_images=5_000,
    test_images=1_000,
    epochs=2,
    steps=2,
    validation_batches=1,
    xla=False,
    fine_pictures=False,
)


def budget():
    """Return the budget that the environment variable LAB_BUDGET names."""
    name = os.environ.get("LAB_BUDGET", "")
    if name not in ("", "grading"):
        raise LabError(
            f"The environment variable LAB_BUDGET is {name!r}; the only value that it can have "
            "is 'grading'. Leave it unset to train in full."
        )
    return GRADING if name == "grading" else FULL
