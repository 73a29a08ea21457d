"""Duty at the desk: rosters, the watch, swaps, the directory, calendars."""
