# %% [markdown] base="model"
# All lines in float16.

# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    averages = [q @ np.log(likelihood), -(q @ np.log(q / prior)), q @ np.log(q / post)]
    return [
        np.float16(evidence),
        np.float16(np.sum(q * evidence)),
        np.float16(q @ np.log(likelihood * prior / post)),
        [np.float16(term) for term in averages],
        [np.float16(elbo(q, prior, likelihood)), np.float16(kl(q, post))],
    ]
