"""The county at play: people who report, handle, delay, return and rate, through the real deeds."""
