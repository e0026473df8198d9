# %% [markdown] base="model"
# A sum over a generator of Python numbers.

# %% elbo
def elbo(q, prior, likelihood):
    return float(
        sum(
            a * (np.log(l) + np.log(p) - np.log(a))
            for a, p, l in zip(q, prior, likelihood)
            if a > 0
        )
    )
