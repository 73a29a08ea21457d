"""Comparing records (domain 5.14): which rules there are, and what one record's values tell."""
