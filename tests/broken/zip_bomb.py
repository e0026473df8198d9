"""A zip file of a few kilobytes holds a notebook of gigabytes."""

import zipfile

STATUS = "missing"
LOST = ""
NOTE = "5_elbo.ipynb is missing; left out of hw.zip: 5_elbo.ipynb (grows more than 200-fold"


def hand_in(folder, notebook):
    with (
        zipfile.ZipFile(folder / "hw.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("5_elbo.ipynb", "w") as member,
    ):
        for _ in range(1000):
            member.write(bytes(2**20))
