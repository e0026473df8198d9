# %% [markdown] base="model"
# A log_evidence that gives the joint, too: no right one fits in its place.

# %% log_evidence
def log_evidence(prior, likelihood, with_joint=False):
    joint = prior * likelihood
    evidence = np.log(joint.sum())
    return (evidence, joint) if with_joint else evidence


# %% derivation
def derivation(q, prior, likelihood, post):
    evidence, joint = log_evidence(prior, likelihood, with_joint=True)
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), -kl(q, prior), kl(q, post)],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
