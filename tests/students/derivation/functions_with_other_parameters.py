# %% [markdown] base="model"
# Functions of the notebook with parameters of other names, and with more of them.

# %% log_evidence
def log_evidence(p_z, p_x_z, logarithm=np.log):
    return logarithm(np.sum(p_z * p_x_z))


# %% kl
def kl(a, b, small=0.0):
    a, b = a[a > 0] + small, b[a > 0] + small
    with np.errstate(divide="ignore"):
        return np.sum(a * np.log(a / b))


# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(p_z=prior, p_x_z=likelihood, logarithm=np.log)
    return [
        evidence,
        np.sum(q * log_evidence(prior, likelihood, np.log)),
        np.sum(q * np.log(likelihood * prior / post)),
        [np.sum(q * np.log(likelihood)), -kl(q, b=prior), kl(b=post, a=q)],
        [elbo(q, prior, likelihood), kl(b=post, a=q, small=0.0)],
    ]
