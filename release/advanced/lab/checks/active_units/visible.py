"""The check of `active_units` that students run."""

import numpy as np

from ..shared.visible.results import Answer, expect, kind


def check(answer: Answer) -> str:
    # Deviations from -1 to 1 have the variance ⅔, or 1 where it is divided by n - 1.
    # In order, so that the change from one image to the next says little of it.
    wave = np.repeat([-1.0, 0.0, 1.0], 20)
    units = {
        "varies from -1 to 1 about 0": (wave, True),
        "is 3 for all images": (3 + 0 * wave, False),
        "varies from 4.8 to 5.2": (5 + 0.2 * wave, True),
        "varies from -2.05 to -1.95": (0.05 * wave - 2, False),
        "varies from -0.08 to 0.08": (0.08 * wave, False),
    }
    mean = np.stack([values for values, _ in units.values()], axis=1)
    found = answer(mean.copy())
    expect(found is not None, "the result is None; end the function with `return …`")
    try:
        found = np.array(found)
    except Exception:
        found = None
    expect(
        found is not None and found.dtype.kind in "biuf",
        f"the result is {kind(found)}; expected a boolean for each latent dimension",
    )
    expect(
        found.shape == (5,),
        f"for means of shape (60, 5) the result has shape {found.shape}; expected (5,), a boolean "
        "for each latent dimension",
    )
    expect(
        np.all(np.isin(found, (0, 1))),
        f"the result is {found}; expected True or False in each place",
    )
    for value, (what, (values, right)) in zip(found, units.items(), strict=True):
        expect(
            bool(value) == right,
            f"a unit whose mean {what}, with variance {values.var():.2g}, is "
            f"{'active' if right else 'not active'}; found {bool(value)}",
        )
    return "five units, two of which are active"
