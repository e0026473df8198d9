"""The judge: reads what students hand in, runs it in a sandbox and grades it outside."""
