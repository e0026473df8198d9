# %% [markdown] base="model" notebook="5_elbo"
# Colours and signs of a terminal that a page cannot show, in outputs and errors.

# %% log_evidence
def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))


print("\x1b[38;5;999mA\x1b[38mB\x1b[38;2;1mC\x1b[48;5;mD\x1b[" + "9" * 5000 + "mE\x1b[\u0663mF")
print("\x1b[31mA" * 200_000)
print("\x1b[;;;;38;5m", end="\x1b[")
print("\x9b2J\x9d0;title\x9c\u202egnihton\u2066\x00")
raise ValueError("\x1b[999;999m" * 1000)

# %% kl points=0 reason="red"
def kl(q, p):
    raise ValueError("\x9b2J\x9b1;31mred\u202egnihton\u2066 \x84 \x9d0;title\x9c")
