"""Where the submission's folder should be lies a file."""

STATUS = "unreadable"
LOST = "cannot be read"


def hand_in(folder, notebook):
    folder.rmdir()
    folder.write_text("see e-mail")
