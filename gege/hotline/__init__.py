"""The county's line: what comes in by text, and by telephone to come (R-072, R-077)."""
