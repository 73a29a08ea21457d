"""The deeds of leading groups and their meetings."""
