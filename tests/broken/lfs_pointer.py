"""The notebook lies in Git LFS, and its pointer was handed in."""

STATUS = "unreadable"
LOST = "5_elbo.ipynb is a pointer of Git LFS"
NOTE = "run `git lfs pull`"


def hand_in(folder, notebook):
    (folder / "5_elbo.ipynb").write_text(
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"
    )
