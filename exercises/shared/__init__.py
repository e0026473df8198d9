"""What several exercises use."""
