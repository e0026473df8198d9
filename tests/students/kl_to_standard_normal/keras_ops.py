# %% [markdown] base="model"
# Keras operations.

# %% kl_to_standard_normal
def kl_to_standard_normal(mean, log_var):
    import keras

    return keras.ops.sum((keras.ops.exp(log_var) + mean**2 - 1 - log_var) / 2, axis=1)
