# %% [markdown] base="model" notebook="5_elbo" status="too many files"
# Folders in folders, at home.

# %% kl points=0 reason="not defined"
import os

number = 0
while True:
    if number % 1000 == 0:
        os.mkdir(os.path.expanduser(f"~/{number}"))
        os.chdir(os.path.expanduser(f"~/{number}"))
    os.mkdir(str(number))
    number += 1
