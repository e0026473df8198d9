# %% [markdown] base="model" notebook="5_elbo"
# The folder beside it holds modules named like those that a kernel imports, at its start or in the
# midst of a cell. Each would note that it was imported, and end the kernel. Their own cells may use
# a helper of theirs, whatever it is called.

# %% log_evidence
import builtins

import this
from plainly_a_helper import answer

print(answer, this.answer)
try:
    exec("1 / 0")
except ZeroDivisionError:
    get_ipython().showtraceback()
get_ipython().run_line_magic("timeit", "-n1 -r1 None")
get_ipython().run_cell_magic("prun", "-q", "1 + 1")
get_ipython().run_line_magic("pinfo", "print")
get_ipython().system("echo a command")


def log_evidence(prior, likelihood):
    assert answer == this.answer == "theirs"
    assert not hasattr(builtins, "hostile_modules"), builtins.hostile_modules
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))
