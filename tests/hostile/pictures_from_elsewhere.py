# %% [markdown] base="model" notebook="5_elbo"
# Pictures that a page would fetch: from the grader's own server, or to tell who reads when.

# %% log_evidence
from IPython.display import HTML, Image, Markdown, SVG


def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))


display(HTML('<img src="/logout"><img srcset="//example.org/a.png 2x"><table background="/logout">'))
display(HTML('<video poster="/logout"></video><audio src="/logout"></audio><object data="/logout">'))
display(Markdown("![a](/logout) ![b](https://example.org/a.png) ![c](files/a.png)"))
display(Image(url="/logout"), SVG("<svg xmlns='http://www.w3.org/2000/svg'><image href='/a'/></svg>"))
display({"image/svg+xml": "<svg><image href='/logout'/></svg>", "text/plain": "a"}, raw=True)

# %% elbo_derivation points=0
![a](/logout) ![b](//example.org/a.png) ![c](attachment:a.png) ![d](figures/latent_model.svg)
<img src="/logout"> <link rel="stylesheet" href="/logout"> <style>@import "/logout";</style>

[e]: https://example.org/a.png
![e]
