"""Pairs of records that may be one: found, decided, remembered (decision 0039)."""
