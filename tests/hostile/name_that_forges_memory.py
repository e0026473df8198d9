# %% [markdown] base="model" notebook="5_elbo" status="out of memory"
# Names with line ends of all sorts, in which figures stand that are smaller than the true ones.

# %% kl points=0 reason="not defined"
import ctypes
import os
import time

libc = ctypes.CDLL(None)
names = [b"a\rRssAnon:\t1", b"a\x0bRssAnon:\t1", b"a\x85RssAnon:\t1", b"a\nRssAnon:\t1"]
for name in names:
    if os.fork() == 0:
        libc.prctl(15, name, 0, 0, 0)
        kept = b"x" * 700_000_000
        time.sleep(1000)
while time.process_time() < 30:  # at work, so that its waits for a processor do not count
    pass
print("nobody minds 2,800 MB")
