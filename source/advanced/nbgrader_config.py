"""What JupyterLab's Validate button needs to know, when JupyterLab is started in this folder."""

c = get_config()  # noqa: F821 (traitlets defines it)

# Seconds that it waits for one cell. A cell that trains takes about half a minute on two cores.
c.Execute.timeout = 600
