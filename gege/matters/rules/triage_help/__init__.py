"""Learning kinds and departments from words: plain arithmetic, no database (decision 0050)."""
