"""What this course alone knows of its exercises: checks, and answers of known worth."""
