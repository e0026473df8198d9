# %% [markdown] base="model" notebook="5_elbo" status="timed out"
# A hundred processes that wait for each other.

# %% kl points=0 reason="not defined"
import os
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
for _ in range(100):
    if os.fork() == 0:
        while True:
            pass
while True:
    pass
