"""Pairs of records that may be one: the list, one pair side by side, two records again."""
