"""The desk: the pages of staff, and the shell that every page of staff stands in."""
