# %% [markdown] base="model"
# The sum over the states is missing.

# %% kl points=0 reason="expected a single number"
def kl(q, p):
    return q * np.log(q / p)
