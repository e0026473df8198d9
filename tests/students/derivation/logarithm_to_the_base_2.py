# %% [markdown] base="model"
# The first line is a logarithm to the base 2.

# %% derivation points=1 reason="to the base 2"
def derivation(q, prior, likelihood, post):
    return [
        np.log2(np.sum(prior * likelihood)),
        np.sum(q * log_evidence(prior, likelihood)),
        np.sum(q * np.log(prior * likelihood / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
