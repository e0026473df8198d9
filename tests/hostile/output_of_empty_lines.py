# %% [markdown] base="model" notebook="5_elbo"
# 1.9 million empty lines, each of which takes a line of the notebook's file, in each of three cells.

# %% log_evidence
print("\n" * 1_900_000)


def log_evidence(prior, likelihood):
    return np.log(np.sum(prior * likelihood))


# %% posterior
print("\n" * 1_900_000)


def posterior(prior, likelihood):
    return prior * likelihood / np.sum(prior * likelihood)


# %% kl
print("\n" * 1_900_000)


def kl(q, p):
    believed = q > 0
    return np.sum(q[believed] * np.log(q[believed] / p[believed]))
