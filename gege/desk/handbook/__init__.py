"""The handbook at the desk: reading for everybody, keeping for those who write it."""
