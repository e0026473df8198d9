"""The course as a Jupyter server reads it that is started in this folder."""

c = get_config()  # noqa: F821 (traitlets defines it)

# Essays by question, at /essays of the server; formgrader comes with nbgrader.
c.ServerApp.jpserver_extensions = {"autograder.reporting.essays": True}
