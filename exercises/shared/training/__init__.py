"""Right parts of a short training run in TensorFlow, one module a part.

A test hands over the parts that it does not ask for, and no more: student code may look at them.
"""

LOSSES = {"squared error": "squared_error", "cross-entropy": "cross_entropy"}


def modules_for(role: str, loss: str) -> list[str]:
    """The modules that a run needs in which the student's function has the role."""
    if role == "loss":
        return ["loop", "network", "step"]
    return list(dict.fromkeys(["loop", "network", "squared_error", LOSSES[loss]]))
