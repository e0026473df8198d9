# %% [markdown] base="model"
# A mean over the states in place of the sum.

# %% kl points=0.5 reason="mean over the states"
def kl(q, p):
    return np.mean(q * np.log(q / p))
