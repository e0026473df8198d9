"""The judge: runs a rebuilt notebook in a sandbox, and reaches its verdicts outside."""
