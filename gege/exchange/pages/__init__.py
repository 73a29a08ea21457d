"""Pages of administrators and of the county centre."""
