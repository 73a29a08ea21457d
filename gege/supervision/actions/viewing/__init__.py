"""The deeds of requests to view."""
