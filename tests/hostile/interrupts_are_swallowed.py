# %% [markdown] base="model" notebook="5_elbo" status="timed out"
# A loop that takes no interrupt for an answer.

# %% kl points=0 reason="not defined"
while True:
    try:
        while True:
            pass
    except KeyboardInterrupt:
        print("no")
