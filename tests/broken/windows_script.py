"""A script in the encoding of Windows, with tabs and umlauts in its comments."""

from tests.broken import as_script, cell

FILE = "5_elbo.py"
NOTE = "read as Windows-1252"


def hand_in(folder, notebook):
    kl = cell(notebook, "kl")
    kl.source = kl.source.replace("    ", "\t") + "\n# für Übung 5"
    script = as_script(notebook).encode("ascii", "ignore").decode()
    script = script.replace("# fr bung 5", "# für Übung 5").replace("\n", "\r\n")
    (folder / "5_elbo.py").write_bytes(script.encode("cp1252"))
