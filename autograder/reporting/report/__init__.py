"""What an instructor looks at after grading: in a terminal, or as one page of HTML."""
