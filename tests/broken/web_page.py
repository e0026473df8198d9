"""A page that asks to log in was saved in place of the notebook."""

STATUS = "unreadable"
LOST = "5_elbo.ipynb is a web page that asks to log in"
NOTE = "is a web page that asks to log in"


def hand_in(folder, notebook):
    page = "<!DOCTYPE html>\n<html><body><form>Sign in to Google Drive</form></body></html>"
    (folder / "5_elbo.ipynb").write_text(page)
