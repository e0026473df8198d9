# %% [markdown] base="model" notebook="5_elbo" status="timed out"
# A hundred threads that wait for each other: none of them shall say that the machine was busy.

# %% kl points=0 reason="not defined"
import hashlib
import signal
from threading import Thread

signal.signal(signal.SIGINT, signal.SIG_IGN)
block = bytes(1_000_000)


def busy():
    while True:
        hashlib.sha256(block)  # lets other threads run meanwhile


for _ in range(100):
    Thread(target=busy, daemon=True).start()
while True:
    hashlib.sha256(block)
