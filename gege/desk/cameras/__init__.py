"""The camera register, and requests to view what cameras recorded (R-053)."""
