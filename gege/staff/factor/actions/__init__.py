"""Deeds on the second factor of an account."""
