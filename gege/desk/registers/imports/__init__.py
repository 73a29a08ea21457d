"""Files of departments at the desk: taken in, read, matched, looked at, applied, taken back."""
