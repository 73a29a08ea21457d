"""Duty: rosters without an uncovered minute, sign-in, handover, swaps, and the directory."""
