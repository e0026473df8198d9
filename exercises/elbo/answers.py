# %% evidence_minus_gap [markdown]
# log p(x) minus the divergence from the posterior: equation (2) turned round.

# %% elbo
def elbo(q, prior, likelihood):
    return log_evidence(prior, likelihood) - kl(q, posterior(prior, likelihood))

# %% generator_of_floats [markdown]
# A sum over a generator of Python numbers.

# %% elbo
def elbo(q, prior, likelihood):
    return float(
        sum(
            a * (np.log(l) + np.log(p) - np.log(a))
            for a, p, l in zip(q, prior, likelihood)
            if a > 0
        )
    )

# %% keywords_to_kl [markdown]
# The divergence is called by keywords, in another order.

# %% elbo
def elbo(q, prior, likelihood):
    believed = q > 0
    reconstruction = np.sum(q[believed] * np.log(likelihood[believed]))
    return reconstruction - kl(p=prior, q=q)

# %% kl_that_takes_logarithms [markdown]
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

# %% kl_with_other_names [markdown]
# A divergence with parameters of other names and one more, called by them.

# %% kl
def kl(a, b, base=np.e):
    believed = a > 0
    with np.errstate(divide="ignore"):
        return np.sum(a[believed] * np.log(a[believed] / b[believed])) / np.log(base)


# %% elbo
def elbo(q, prior, likelihood):
    believed = q > 0
    reconstruction = np.sum(q[believed] * np.log(likelihood[believed]))
    return reconstruction - kl(b=prior, a=q, base=np.e)

# %% lambda_and_callable_object [markdown]
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

# %% one_sum_over_believed_states [markdown]
# One sum, over the states that q believes in.

# %% elbo
def elbo(q, prior, likelihood):
    k = q > 0
    return np.sum(q[k] * (np.log(likelihood[k]) + np.log(prior[k] / q[k])))

# %% partial_of_a_method [markdown]
# A partial of a method.

# %% elbo
from functools import partial


class Bound:
    def value(self, weight, q, prior, likelihood):
        believed = q > 0
        reconstruction = np.sum(q[believed] * np.log(likelihood[believed]))
        return reconstruction - weight * kl(q=q, p=prior)


elbo = partial(Bound().value, 1.0)

# %% reconstruction_minus_rel_entr [markdown]
# Reconstruction minus SciPy's relative entropy.

# %% elbo
import scipy.special


def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood)) - np.sum(scipy.special.rel_entr(q, prior))

# %% three_times_xlogy [markdown]
# Three terms by x log y.

# %% elbo
def elbo(q, prior, likelihood):
    from scipy.special import xlogy

    return np.sum(xlogy(q, prior) + xlogy(q, likelihood) - xlogy(q, q))

# %% divergence_added [markdown]
# Adds the divergence from the prior.

# %% elbo points=0.5 reason="the divergence is added"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood * q / prior))

# %% divergence_alone [markdown]
# The average of log p(x|z) is missing.

# %% elbo points=0 reason="the average of log p(x|z), is missing"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(prior / q))

# %% divergence_reversed [markdown]
# The divergence of the prior from q.

# %% elbo points=0 reason="the wrong way round"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood)) - np.sum(prior * np.log(prior / q))

# %% evidence_itself [markdown]
# Returns log p(x), whatever q is.

# %% elbo points=0 reason="log p(x) itself"
def elbo(q, prior, likelihood):
    return np.log(np.sum(prior * likelihood))

# %% flipped_sign [markdown]
# The negative of F.

# %% elbo points=0.5 reason="the sign is flipped"
def elbo(q, prior, likelihood):
    return -np.sum(q * np.log(prior * likelihood / q))

# %% logarithm_of_the_average [markdown]
# The logarithm of the average likelihood.

# %% elbo points=0 reason="the logarithm of a sum"
def elbo(q, prior, likelihood):
    return np.log(np.sum(q * likelihood)) - np.sum(q * np.log(q / prior))

# %% no_entropy [markdown]
# The entropy of q is missing.

# %% elbo points=0 reason="q is missing"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood)) + np.sum(q * np.log(prior))

# %% no_prior [markdown]
# The prior is missing.

# %% elbo points=0 reason="the prior has no effect"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood / q))

# %% reconstruction_alone [markdown]
# The divergence is missing.

# %% elbo points=0 reason="the divergence from the prior, is missing"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood))

# %% small_number_added [markdown]
# Adds 1e-9 under the logarithm.

# %% elbo points=2.5 reason="a small number is added"
import scipy.special


def elbo(q, prior, likelihood):
    return np.sum(q * np.log(likelihood + 1e-9) - scipy.special.rel_entr(q, prior))

# %% zeros_give_nan [markdown]
# NaN where q holds zeros.

# %% elbo points=2.5 reason="NaN"
def elbo(q, prior, likelihood):
    return np.sum(q * np.log(prior * likelihood / q))
