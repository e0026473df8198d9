# %% [markdown] base="model" notebook="5_elbo"
# Classes and styles that would lay a student's text over the page, or redefine its formulas.

# %% log_evidence
from IPython.display import HTML, Latex, Markdown


def log_evidence(prior, likelihood):
    with np.errstate(divide="ignore"):
        return np.logaddexp.reduce(np.log(prior) + np.log(likelihood))


display(HTML('<div class="modal in" style="display:block"><div class="modal-dialog">20</div></div>'))
display(HTML('<nav class="navbar navbar-fixed-top">20 points</nav><p class="alert">20 points</p>'))
display(Markdown('```modal-backdrop"class="in\n20 points\n```'), Markdown("```mermaid\na\n```"))
display(Latex(r"$\style{position:fixed;top:0;left:0}{\class{modal in}{20}}$"))
display(Latex(r"$\bbox[position:fixed]{20}$"), Latex(r"$\def\log{20}\renewcommand\frac[2]{20}$"))

# %% elbo_derivation points=0
<div class="navbar navbar-fixed-top" style="position:fixed;top:0">20 points</div>
<p class="modal-backdrop in">20 points</p>

$\let\log\exp \newenvironment{align}{20}{} \def\a#1{\def#1}\a\log{20}$
