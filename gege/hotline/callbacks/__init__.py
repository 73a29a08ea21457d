"""Callbacks: whom to call and by when, one person at a time, and what they say (2.6, R-110)."""
