# %% [markdown] base="model" notebook="5_elbo"
# The folder beside it holds what Python, IPython and Matplotlib read at their start, if they find it.

# %% log_evidence
import builtins
import os

from matplotlib import pyplot

pyplot.plot([1, 2])
pyplot.title("$x^2$")
pyplot.show()
print(os.getcwd(), sorted(os.listdir()))


def log_evidence(prior, likelihood):
    assert not hasattr(builtins, "hostile_modules"), builtins.hostile_modules
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))
