"""Every list as a file: one piece of code for all of them (issue 6 point 8)."""
