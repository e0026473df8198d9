# %% [markdown] base="model" notebook="5_elbo" status="too many files"
# Folders in folders, at home.

# %% kl points=0 reason="not defined"
import os

number = 0
while True:
    if number % 1000 == 0:
        os.mkdir(f"/home/student/{number}")
        os.chdir(f"/home/student/{number}")
    os.mkdir(str(number))
    number += 1
