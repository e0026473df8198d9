# %% [markdown] base="model"
# The logarithm to the base 2.

# %% kl points=0.5 reason="to the base 2"
def kl(q, p):
    return np.sum(q * np.log2(q / p))
