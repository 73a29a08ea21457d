"""One file for each kind of message: its fields, read strictly, and the deed it becomes."""
