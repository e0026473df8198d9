"""What Jupyter's server answers was saved, with the notebook in it."""

import json

NOTE = "was read from an answer of Jupyter's server"


def hand_in(folder, notebook):
    answer = {"name": "5_elbo.ipynb", "type": "notebook", "format": "json", "content": notebook}
    (folder / "5_elbo.ipynb").write_text(json.dumps(answer))
