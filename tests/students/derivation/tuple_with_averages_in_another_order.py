# %% [markdown] base="model"
# A tuple; the three averages in another order, the pair as an array.

# %% derivation
def derivation(q, prior, likelihood, post):
    gap = np.sum(q * (np.log(q) - np.log(post)))
    first = log_evidence(prior=prior, likelihood=likelihood)
    likely, far = np.sum(q * np.log(likelihood)), np.sum(q * np.log(q / prior))
    return (
        first,
        q @ np.full(len(q), first),
        q @ (np.log(likelihood) + np.log(prior) - np.log(post)),
        (gap, likely, -far),
        np.array([elbo(q=q, prior=prior, likelihood=likelihood), gap]),
    )
