"""The notebook comes in an archive that is not read."""

STATUS = "missing"
LOST = ""
NOTE = "hw.rar was handed in, which is not read"


def hand_in(folder, notebook):
    (folder / "hw.rar").write_bytes(b"Rar!\x1a\x07\x01\x00")
