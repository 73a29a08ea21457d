"""Plain questions of the sync: times, bounds."""
