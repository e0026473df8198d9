# %% [markdown] base="model" notebook="5_elbo"
# A function that calls itself without end.

# %% kl points=0 reason="RecursionError"
def kl(q, p):
    return kl(q, p) if len(q) in (2, 3, 17) else 0.0


# %% elbo
def elbo(q, prior, likelihood):
    believed = q > 0
    terms = np.log(likelihood[believed]) - np.log(q[believed] / prior[believed])
    return np.sum(q[believed] * terms)
