# %% [markdown] base="model"
# The logarithm of the average in place of the average logarithm.

# %% kl points=0.5 reason="the logarithm of a sum"
def kl(q, p):
    return np.log(np.sum(q * q / p))
