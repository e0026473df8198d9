# %% [markdown] base="model" notebook="5_elbo"
# Results that are no numbers, or not finite.

# %% log_evidence points=0
def log_evidence(prior, likelihood):
    return complex(1, 2)


# %% posterior points=0
def posterior(prior, likelihood):
    return np.array([object()] * len(prior), dtype=object)


# %% kl points=0 reason="expected floating-point numbers"
def kl(q, p):
    return "<script>live_script()</script>"


# %% elbo points=0 reason="NaN"
def elbo(q, prior, likelihood):
    return np.nan


# %% derivation points=0
def derivation(q, prior, likelihood, post):
    return np.array([("a", 1)], dtype=[("<script>live_script()</script>", "U3"), ("b", int)])


# %% gaussian_elbo points=0
def gaussian_elbo(x, mean, variance, noise):
    return {"<script>live_script()</script>" * 1000: None, 3: {(): [[[]]]}}
