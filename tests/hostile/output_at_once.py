# %% [markdown] base="model" notebook="5_elbo"
# Outputs of 100 MB, as text, as HTML and as an image; and thousands of small ones.

# %% log_evidence
from IPython.display import HTML


def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))


for _ in range(5_000):
    display(1)
print("x" * 10_000_000)
display(HTML("<b>" * 3_000_000))

# %% posterior
print("x" * 100_000_000)


def posterior(prior, likelihood):
    relative = likelihood / likelihood.max()
    return prior * relative / np.sum(prior * relative)
