"""The course for a Jupyter server whose own configuration loads this; see docs/essays.md."""

c = get_config()  # noqa: F821 (traitlets defines it)

# Essays by question, at /essays of the server; formgrader comes with nbgrader.
c.ServerApp.jpserver_extensions = {"autograder.reporting.essays": True}
