# %% [markdown] base="model" notebook="5_elbo"
# Results that never stop to become an array.

# %% log_evidence points=0 reason="stopped after"
class Endless:
    def __array__(self, dtype=None, copy=None):
        while True:
            pass


def log_evidence(prior, likelihood):
    return Endless()


# %% kl points=0
def kl(q, p):
    def numbers():
        while True:
            yield 1.0

    return numbers()
