# %% [markdown] base="model"
# A line made by TensorFlow, and one of three terms.

# %% derivation
import tensorflow as tf


def derivation(q, prior, likelihood):
    evidence = log_evidence(prior, likelihood)
    exact = posterior(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        tf.reduce_sum(q * tf.math.log(joint / exact)),
        (np.sum(q * np.log(likelihood)), -np.sum(q * np.log(q / prior)), kl(q, exact)),
        [elbo(q, prior, likelihood), kl(q, exact)],
    ]
