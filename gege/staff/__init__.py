"""People: accounts, the posts they hold, and what a post opens (R-015, R-031, R-085)."""
