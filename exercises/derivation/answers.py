# %% columns_and_callable [markdown]
# An object that is called; lines are columns, rows and arrays of one number.

# %% derivation
class Derivation:
    def __init__(self, logarithm):
        self.logarithm = logarithm

    def __call__(self, q, prior, likelihood, post):
        log = self.logarithm
        evidence = log_evidence(prior, likelihood)
        return (
            np.array([evidence]),
            (q * evidence)[:, None],
            [(q * log(likelihood * prior))[None], -q * log(post)],
            (q @ log(likelihood), q @ (log(prior) - log(q)), q @ (log(q) - log(post))),
            (q * log(prior * likelihood / q), q * log(q / post)),
        )


derivation = Derivation(np.log)

# %% five_lines [markdown]
# The shortest list that is a derivation.

# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% functions_that_mean_something_else [markdown]
# A log_evidence that gives the joint, too: no right one fits in its place.

# %% log_evidence
def log_evidence(prior, likelihood, with_joint=False):
    joint = prior * likelihood
    evidence = np.log(joint.sum())
    return (evidence, joint) if with_joint else evidence


# %% derivation
def derivation(q, prior, likelihood, post):
    evidence, joint = log_evidence(prior, likelihood, with_joint=True)
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), -kl(q, prior), kl(q, post)],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% functions_with_other_parameters [markdown]
# Functions of the notebook with parameters of other names, and with more of them.

# %% log_evidence
def log_evidence(p_z, p_x_z, logarithm=np.log):
    return logarithm(np.sum(p_z * p_x_z))


# %% kl
def kl(a, b, small=0.0):
    a, b = a[a > 0] + small, b[a > 0] + small
    with np.errstate(divide="ignore"):
        return np.sum(a * np.log(a / b))


# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(p_z=prior, p_x_z=likelihood, logarithm=np.log)
    return [
        evidence,
        np.sum(q * log_evidence(prior, likelihood, np.log)),
        np.sum(q * np.log(likelihood * prior / post)),
        [np.sum(q * np.log(likelihood)), -kl(q, b=prior), kl(b=post, a=q)],
        [elbo(q, prior, likelihood), kl(b=post, a=q, small=0.0)],
    ]

# %% half_precision [markdown]
# All lines in float16.

# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    averages = [q @ np.log(likelihood), -(q @ np.log(q / prior)), q @ np.log(q / post)]
    return [
        np.float16(evidence),
        np.float16(np.sum(q * evidence)),
        np.float16(q @ np.log(likelihood * prior / post)),
        [np.float16(term) for term in averages],
        [np.float16(elbo(q, prior, likelihood)), np.float16(kl(q, post))],
    ]

# %% keywords [markdown]
# All functions of the notebook are called by keywords.

# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(likelihood=likelihood, prior=prior)
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(likelihood * prior / post)),
        [np.sum(q * np.log(likelihood)), -kl(p=prior, q=q), kl(p=post, q=q)],
        [elbo(q=q, prior=prior, likelihood=likelihood), kl(p=post, q=q)],
    ]

# %% lines_by_tensorflow [markdown]
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

# %% lines_of_arrays [markdown]
# Terms are arrays, one value a state, and count by their totals.

# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        q * evidence,
        q * np.log(joint / post),
        [q * np.log(likelihood), -q * np.log(q / prior), q * np.log(q / post)],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% split_logarithm_first [markdown]
# Bayes' rule as a difference of logarithms, with log q added and subtracted.

# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * (np.log(joint) - np.log(post))),
        [np.sum(q * np.log(joint)), -np.sum(q * np.log(post))],
        [np.sum(q * np.log(joint)), -np.sum(q * np.log(q)), np.sum(q * np.log(q)), -np.sum(q * np.log(post))],
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% tuple_with_averages_in_another_order [markdown]
# A tuple; the three averages in another order, the pair as an array.

# %% derivation
def derivation(q, prior, likelihood, post):
    gap = np.sum(q * (np.log(q) - np.log(post)))
    first = log_evidence(prior=prior, likelihood=likelihood)
    likely, far = np.sum(q * np.log(likelihood)), np.sum(q * np.log(q / prior))
    return (
        first,
        q @ np.full(len(q), first),
        q @ (np.log(likelihood) + np.log(prior) - np.log(post)),
        (gap, likely, -far),
        np.array([elbo(q=q, prior=prior, likelihood=likelihood), gap]),
    )

# %% two_lines_before_bayes [markdown]
# The one is inserted in two steps.

# %% derivation
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q) * evidence,
        evidence * q,
        np.sum(q * np.log(joint / post)),
        np.sum(q * np.log(joint / q * (q / post))),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% average_in_the_first_line [markdown]
# The first line is averaged under q already.

# %% derivation points=2.5 reason="line 1"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        np.sum(q * evidence),
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% back_to_the_evidence [markdown]
# Uses Bayes' rule and goes back to log p(x).

# %% derivation points=1.5 reason="log p(x) again"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(prior * likelihood / post)),
        np.sum(q * evidence),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% bayes_before_the_one [markdown]
# Uses Bayes' rule without the partition of unity.

# %% derivation points=1.5 reason="before Bayes' rule"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * np.log(joint / post)),
        np.sum(q * np.log(joint / q * (q / post))),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% bayes_skipped [markdown]
# Goes from the inserted one to the pair.

# %% derivation points=0.5 reason="used in the last line only"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        evidence * q,
        q * evidence,
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% divergence_from_the_prior [markdown]
# The last divergence is taken from the prior.

# %% derivation points=1 reason="from the prior"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, prior)],
    ]

# %% divergence_lost_on_the_way [markdown]
# A line has F alone.

# %% derivation points=1.5 reason="F alone"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        np.sum(q * np.log(joint / q)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% evidence_repeated [markdown]
# Repeats log p(x), averaged under q, and ends with the right pair.

# %% derivation points=0.5 reason="used in the last line only"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * evidence),
        np.sum(q * evidence),
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% evidence_repeated_in_four_lines [markdown]
# The same in four lines.

# %% derivation points=0 reason="expected at least 5"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * evidence),
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% evidence_without_average [markdown]
# Repeats log p(x) without q, and goes on rightly.

# %% derivation points=2.5 reason="line 2 is no average under q"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        evidence,
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% first_line_without_logarithm [markdown]
# The first line is p(x).

# %% derivation points=1 reason="its logarithm is missing"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        np.exp(evidence),
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% fraction_upside_down [markdown]
# The fraction of Bayes' rule is upside down.

# %% derivation points=1.5 reason="upside down"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(post / joint)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% last_divergence_reversed [markdown]
# The last divergence is the wrong way round.

# %% derivation points=1 reason="wrong way round"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(post, q)],
    ]

# %% last_line_summed [markdown]
# The last line is one number.

# %% derivation points=2.5 reason="1 term"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        elbo(q, prior, likelihood) + kl(q, post),
    ]

# %% logarithm_to_the_base_2 [markdown]
# The first line is a logarithm to the base 2.

# %% derivation points=1 reason="to the base 2"
def derivation(q, prior, likelihood, post):
    return [
        np.log2(np.sum(prior * likelihood)),
        np.sum(q * log_evidence(prior, likelihood)),
        np.sum(q * np.log(prior * likelihood / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% nested_lists [markdown]
# A list in a list.

# %% derivation points=0 reason="lists in a list"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [[np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))]],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% no_line_of_averages [markdown]
# Splits the logarithm into two terms only.

# %% derivation points=2 reason="the three averages"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(joint / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% one_number [markdown]
# Returns a number.

# %% derivation points=0 reason="expected a list of lines"
def derivation(q, prior, likelihood, post):
    return log_evidence(prior, likelihood)

# %% pair_swapped [markdown]
# The last pair is swapped.

# %% derivation points=2.5 reason="are swapped"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [kl(q, post), elbo(q, prior, likelihood)],
    ]

# %% post_normalised [markdown]
# Normalises what stands for the posterior.

# %% derivation points=0 reason="take it as it is"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    post = post / post.sum()
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% posterior_computed [markdown]
# Calls its own posterior instead of taking the argument.

# %% derivation points=0 reason="handed over as `post`"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    exact = posterior(prior, likelihood)
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / exact)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / exact))],
        [elbo(q, prior, likelihood), kl(q, exact)],
    ]

# %% posterior_forgotten [markdown]
# Bayes' rule without p(z|x).

# %% derivation points=1.5 reason="p(z|x) is missing"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% q_normalised_again [markdown]
# Normalises q first.

# %% derivation points=2.5 reason="no average under q"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    q = q / q.sum()
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(prior / q)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% sign_of_an_average [markdown]
# The second average has the wrong sign.

# %% derivation points=0.5 reason="line 4"
def derivation(q, prior, likelihood, post):
    evidence = log_evidence(prior, likelihood)
    joint = prior * likelihood
    return [
        evidence,
        np.sum(q * evidence),
        np.sum(q * np.log(joint / post)),
        [np.sum(q * np.log(likelihood)), np.sum(q * np.log(q / prior)), np.sum(q * np.log(q / post))],
        [elbo(q, prior, likelihood), kl(q, post)],
    ]

# %% right mutants [markdown]
# - `log_evidence(prior, likelihood) → log_evidence(likelihood, prior)`: The evidence depends on the
#   product only.
# - `[…, np.sum(q * np.log(likelihood * prior / post)), …] → […]`: A line less; five are left.
# - `[…, np.sum(q * np.log(likelihood * (prior / q) * (q / post))), …] → […]`: A line less; five are
#   left.
# - `np.sum(q * evidence) → q * evidence`: A line may be its terms.
# - `np.sum(q * np.log(likelihood * prior / post)) → q * np.log(likelihood * prior / post)`: A line
#   may be its terms.
# - `np.sum(q * np.log(likelihood * (prior / q) * (q / post))) → q * np.log(likelihood * (prior /
#   q) * (q / post))`: A line may be its terms.
# - `np.sum(q * np.log(likelihood)) → q * np.log(likelihood)`: An array counts by its total.
# - `np.sum(q * np.log(q / prior)) → q * np.log(q / prior)`: An array counts by its total.
# - `np.sum(q * np.log(q / post)) → q * np.log(q / post)`: An array counts by its total.
# - `elbo(q, prior, likelihood) → elbo(q, likelihood, prior)`: F depends on the product only.
