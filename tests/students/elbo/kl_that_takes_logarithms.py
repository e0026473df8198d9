# %% [markdown] base="model"
# A divergence whose last parameter, with a default, changes what the others mean.

# %% kl
def kl(q, p, logarithms=False):
    with np.errstate(divide="ignore"):
        log_q, log_p = (q, p) if logarithms else (np.log(q), np.log(p))
    believed = np.isfinite(log_q)
    return np.sum(np.exp(log_q[believed]) * (log_q - log_p)[believed])


# %% elbo
def elbo(q, prior, likelihood):
    with np.errstate(divide="ignore"):
        log_q, log_prior = np.log(q), np.log(prior)
    believed = q > 0
    reconstruction = np.sum(q[believed] * np.log(likelihood[believed]))
    return reconstruction - kl(log_q, log_prior, logarithms=True)
