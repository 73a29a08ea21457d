"""Making one record of two, and two of one again (decision 0039)."""
