# %% [markdown] base="model"
# Keras operations.

# %% cross_entropy
from keras import ops


def cross_entropy(x, z):
    return ops.mean(ops.binary_crossentropy(x, ops.clip(z, 1e-7, 1 - 1e-7)))
