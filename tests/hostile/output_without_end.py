# %% [markdown] base="model" notebook="5_elbo"
# Writes on standard output, on standard error and as results, without end.

# %% log_evidence
import sys


def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))


while True:
    print("output " * 1000)
    print("error " * 1000, file=sys.stderr)
    display("result " * 1000)
