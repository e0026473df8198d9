# %% [markdown] base="model" notebook="5_elbo"
# A process name that is no UTF-8, and a loop under it.

# %% kl points=0 reason="KeyboardInterrupt"
import ctypes

ctypes.CDLL(None).prctl(15, b"\xff\xfehostile", 0, 0, 0)
while True:
    pass
