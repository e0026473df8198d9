"""The folder holds no notebook, only a text."""

STATUS = "missing"
LOST = "is missing"


def hand_in(folder, notebook):
    (folder / "sorry.txt").write_text("My dog ate it.")
