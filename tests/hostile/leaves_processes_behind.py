# %% [markdown] base="model" notebook="5_elbo"
# Daemons that shall outlive the kernel, and a thread that outlives its cell.

# %% log_evidence
import ctypes
import os
import signal
import time
from threading import Thread


def haunt():
    ctypes.CDLL(None).prctl(15, b"hostile", 0, 0, 0)  # a name that can be looked for
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        time.sleep(1)


for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            haunt()
        os._exit(0)


def chatter():
    while True:
        print("a thread of an earlier cell", flush=True)
        time.sleep(0.05)


Thread(target=chatter, daemon=True).start()
Thread(target=time.sleep, args=[10_000]).start()


def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))
