# %% [markdown] base="model" notebook="5_elbo"
# An exception that never stops to say what it is, and a traceback of a million lines.

# %% log_evidence points=0 reason="stopped after"
class Talkative(Exception):
    def __str__(self):
        while True:
            pass


def log_evidence(prior, likelihood):
    if len(prior) == 17:
        raise Talkative
    return np.log(np.sum(prior * likelihood))


# %% kl points=2.5
def kl(q, p):
    if list(p) == [0.4, 0.6, 0]:
        raise ValueError("a line\n" * 1_000_000)
    believed = q > 0
    return np.sum(q[believed] * np.log(q[believed] / p[believed]))


raise RuntimeError("\n".join(f"line {number}" for number in range(1_000_000)))
