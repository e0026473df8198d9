"""Formulas as MathML: what is set, what stays as text, and that nothing in one acts."""

import pytest
from nbformat.v4 import new_markdown_cell

from autograder.reporting.pages.formulas import formula_to_html
from autograder.reporting.pages.rendering import markdown_of


def test_formulas_are_set_without_a_script():
    page = markdown_of(
        new_markdown_cell(),
        r"$\mathbb E x < \mathcal L$ and $$\begin{aligned}a&=b\\&=c\end{aligned}$$",
        formulas=True,
    )
    assert page.count("<math") == 2
    assert "𝔼" in page
    assert "ℒ" in page
    assert page.count("<mtr>") == 2
    assert "$" not in page


@pytest.mark.parametrize(
    "tex",
    [
        r"\foo x",
        "a & b",
        r"\begin{foo}x\end{foo}",
        "x_",
        "{" * 500,
        r"\newcommand{\a}{\b\b}\a",
        r"\href{javascript:alert(1)}{x}",
        "x" * 6000,
    ],
)
def test_what_cannot_be_set_stays_as_text(tex):
    page = formula_to_html(tex)
    assert page.startswith('<code class="tex">$')
    assert "<math" not in page


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{&#60;img src=x onerror=alert(1)&#62;}",
        r"\color{red;background:url(//x)}x",
        r"\unicode{x3c}script\unicode{x3e}",
        r"\style{position:fixed}{x}",
        r"\hspace{9999em}x",
    ],
)
def test_nothing_in_a_formula_acts(tex):
    page = markdown_of(new_markdown_cell(), f"${tex}$", formulas=True)
    for harmful in ("<script", "<img", "url(//", "style=", '9999em"'):
        assert harmful not in page


def test_names_of_functions_stand_apart_from_their_neighbours():
    thin = '<mspace width="0.167em"></mspace>'
    assert f"<mi>q</mi>{thin}<mi>log</mi>{thin}<mi>p</mi>" in formula_to_html(r"q \log p")
    assert "mspace" not in formula_to_html(r"\log(x)")
