# %% [markdown] base="model"
# The divergence the wrong way round.

# %% kl points=0 reason="the wrong way round"
def kl(q, p):
    used = p > 0
    return np.sum(p[used] * np.log(p[used] / q[used]))
