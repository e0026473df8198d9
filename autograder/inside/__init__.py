"""What runs beside a student's code. It holds no test, no answer and nothing of the grader."""
