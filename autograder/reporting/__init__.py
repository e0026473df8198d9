"""What people look at after grading: report, exports, pages, feedback."""
