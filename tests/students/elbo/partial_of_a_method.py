# %% [markdown] base="model"
# A partial of a method.

# %% elbo
from functools import partial


class Bound:
    def value(self, weight, q, prior, likelihood):
        believed = q > 0
        reconstruction = np.sum(q[believed] * np.log(likelihood[believed]))
        return reconstruction - weight * kl(q=q, p=prior)


elbo = partial(Bound().value, 1.0)
