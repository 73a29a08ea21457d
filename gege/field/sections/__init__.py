"""What the phone keeps: each section in a file of its own, with its data and their sum."""
