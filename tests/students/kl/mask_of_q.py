# %% [markdown] base="model"
# Only the states that q believes in.

# %% kl
def kl(q, p):
    keep = q > 0
    return np.sum(q[keep] * np.log(q[keep] / p[keep]))
