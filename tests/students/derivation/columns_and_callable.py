# %% [markdown] base="model"
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
