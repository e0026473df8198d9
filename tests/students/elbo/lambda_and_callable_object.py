# %% [markdown] base="model"
# A lambda, and a divergence that is an object with `__call__`.

# %% kl
class Divergence:
    def __call__(self, q, p):
        believed = q > 0
        with np.errstate(divide="ignore"):
            return np.sum(q[believed] * np.log(q[believed] / p[believed]))


kl = Divergence()

# %% elbo
elbo = lambda q, prior, likelihood: np.sum(  # noqa: E731
    q[q > 0] * np.log(likelihood[q > 0])
) - kl(q, p=prior)
