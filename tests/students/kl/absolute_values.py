# %% [markdown] base="model"
# Sums absolute values.

# %% kl points=0.5 reason="absolute values"
def kl(q, p):
    return np.sum(q * np.abs(np.log(q / p)))
