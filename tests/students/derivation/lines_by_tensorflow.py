# %% [markdown] base="model"
# Lines made by TensorFlow.

# %% derivation
import tensorflow as tf


def derivation(q, prior, likelihood, post):
    evidence = tf.reduce_logsumexp(tf.math.log(prior) + tf.math.log(likelihood))
    return [
        evidence,
        tf.reduce_sum(q * evidence),
        tf.reduce_sum(q * tf.math.log(prior * likelihood / post)),
        [
            tf.reduce_sum(q * tf.math.log(likelihood)),
            -tf.reduce_sum(q * tf.math.log(q / prior)),
            tf.reduce_sum(q * tf.math.log(q / post)),
        ],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]
