# %% [markdown] base="model" notebook="5_elbo" status="crashed"
# Results of 400 MB and of a million keys.

# %% log_evidence points=0 reason="too large"
def log_evidence(prior, likelihood):
    return np.zeros(50_000_000)


# %% kl points=0 reason="too large"
def kl(q, p):
    return {str(number): number for number in range(1_000_000)}
