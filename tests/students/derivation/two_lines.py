# %% [markdown] base="model"
# A list of two numbers.

# %% derivation points=0 reason="at least four"
def derivation(q, prior, likelihood):
    return [1.0, 2.0]
