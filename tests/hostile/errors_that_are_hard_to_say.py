# %% [markdown] base="model" notebook="5_elbo"
# Exceptions that cannot be printed, or had better not be.

# %% log_evidence points=0 reason="the code raised"
class Silent(Exception):
    def __str__(self):
        raise ValueError("no words")


def log_evidence(prior, likelihood):
    raise Silent


# %% posterior points=0 reason="the code raised"
class Loud(Exception):
    def __str__(self):
        return "x" * 1_000_000


def posterior(prior, likelihood):
    raise Loud


# %% kl points=0 reason="the code raised ValueError"
def kl(q, p):
    raise ValueError("\x1b[31m\x00\x07<script>live_script()</script>\r\u202e\ud800\n" * 3)


# %% elbo points=0 reason="the code raised SystemExit"
def elbo(q, prior, likelihood):
    import sys

    sys.exit("<b>good bye</b>")


# %% derivation points=0
class Everything(BaseException):
    pass


def derivation(q, prior, likelihood, post):
    raise Everything("not an Exception")


# %% gaussian_elbo points=0 reason="the code raised"
def gaussian_elbo(x, mean, variance, noise):
    raise type("<script>live_script()</script>" * 10, (Exception,), {})
