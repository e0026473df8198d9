"""How values that a student's function returns as variables are told from others."""

import numpy as np


class Variable(np.ndarray):
    """The value of what the student's function returned as a variable, `tf.Variable` say."""
