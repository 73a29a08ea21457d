"""The deeds of supervision, one file each."""
