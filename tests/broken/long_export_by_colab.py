"""A script that Colab has made of notebook 6, with long essays and commands of the shell."""

from tests.broken import as_colab_writes_it, cell

NOTEBOOK = "6_vae"
FILE = "6_vae.py"
TEXTS = {
    name: f"Here {name} matters: $\\mu$ is no $\\underline{{x}}$.\n\nIt is {'so ' * 900}"
    for name in ("vae_vs_ae", "reparameterization", "large_latent", "l2_similarity")
}


def hand_in(folder, notebook):
    for name, answer in TEXTS.items():
        cell(notebook, name).source = answer
    commands = ["!pip install numpy", "!nvidia-smi", "!ls", "!wget -q example.org/mnist.npz", "!ls"]
    (folder / FILE).write_text(as_colab_writes_it(notebook, commands))
