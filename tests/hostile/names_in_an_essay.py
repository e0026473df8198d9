# %% [markdown] base="model" notebook="5_elbo"
# Anchors and headings with names that a page looks for, in an essay.

# %% elbo_derivation points=0
<a id="test_log_evidence"></a> <a name="test_posterior"></a> <p id="test_kl">a</p>
<input id="test_elbo" class="score"> <textarea id="elbo-comment" class="comment"></textarea>

# test_derivation

test_gaussian_elbo
==================

<h2 id="elbo_derivation">elbo_derivation</h2>
<div id="statusmessage" data-link="a" data-toggle="tooltip">a</div>
<form id="toc" action="/logout"><button class="full-credit">a</button></form>
