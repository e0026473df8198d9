# %% [markdown] base="model" notebook="5_elbo"
# HTML and JavaScript in outputs and in an essay; a page may show it, but not run it.

# %% log_evidence
from IPython.display import HTML, SVG, Javascript, Latex, Markdown


def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))


LIVE = "<script>live_script()</script><img src=x onerror=live_script()>"
display(HTML(LIVE), Markdown(LIVE), Latex(LIVE), Javascript("live_script()"))
display(HTML("<div style='position:fixed;top:0;left:0;width:100%;height:100%'>20 points</div>"))
display(HTML("<iframe srcdoc='&lt;script&gt;live_script()&lt;/script&gt;'></iframe>"))
display(HTML("<svg onload=live_script()></svg><a href='javascript:live_script()'>a</a>"))
display(HTML("<form action='/formgrader'><input type=submit></form><style>body{display:none}</style>"))
display({"image/svg+xml": f"<svg>{LIVE}</svg>"}, raw=True)
display({"image/png": '" onerror="live_script()'}, raw=True)
display({"text/plain": LIVE, "application/javascript": "live_script()"}, raw=True)
display({"application/vnd.jupyter.widget-view+json": {"model_id": LIVE}}, raw=True)
display(Markdown("[a](javascript:live_script())"), Latex(r"$\href{javascript:live_script()}{a}$"))
print(LIVE, "\x1b]8;;javascript:live_script()\x07a\x1b]8;;\x07")
raise ValueError(LIVE)

# %% elbo_derivation points=0
<script>live_script()</script>
<img src=x onerror=live_script()>
<iframe srcdoc="<script>live_script()</script>"></iframe>
<a href="javascript:live_script()">a link</a>
<svg onload=live_script()></svg>
<style>body { display: none }</style>

$$ \href{javascript:live_script()}{x} $$
