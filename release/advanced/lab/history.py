"""What a training run leaves behind."""

import dataclasses

import numpy as np

from .state import VariableState


@dataclasses.dataclass(repr=False)
class History:
    """The mean loss of each epoch that ended, and how long all of it took."""

    training: list[float] = dataclasses.field(default_factory=list)
    validation: list[float] = dataclasses.field(default_factory=list)
    seconds: float = 0.0
    # Epochs, with fractions, each with the mean training loss of the tenth of an epoch before it.
    within: list[tuple[float, float]] = dataclasses.field(default_factory=list)
    # What processors had worked when each epoch ended, in seconds: all of them together, since
    # training began. Other programs on the computer change it little.
    processor_seconds: list[float] = dataclasses.field(default_factory=list)
    # What was trained, before training (0) and after some of the epochs.
    snapshots: dict[int, VariableState] = dataclasses.field(default_factory=dict)

    def __repr__(self):
        last = "no epoch ended"
        if self.training:
            last = f"training loss {self.training[-1]:.4g}, validation {self.validation[-1]:.4g}"
        return f"History({len(self.training)} epochs in {self.seconds:.1f} s: {last})"

    def add_epoch(self, losses, validation, processor_seconds):
        """Add an epoch by the losses of its steps, and the validation loss and time after it."""
        epoch = len(self.training)
        parts = np.array_split(losses, min(10, len(losses)))
        ends = epoch + np.cumsum([len(part) for part in parts]) / len(losses)
        self.within += [
            (float(end), float(np.mean(part))) for end, part in zip(ends, parts, strict=True)
        ]
        self.training.append(float(np.mean(losses, dtype=np.float64)))
        self.validation.append(validation)
        self.processor_seconds.append(processor_seconds)

    def in_words(self):
        """Return where the losses begin and end, for those who do not see the curves."""
        if not self.training:
            return "no epoch ended"
        ends = ", ".join(
            f"{name} from {losses[0]:.4g} in the first epoch to {losses[-1]:.4g} in the last"
            for name, losses in (("training", self.training), ("validation", self.validation))
        )
        return f"{len(self.training)} epochs, {ends}"
