"""The indicators of the line by GB/T 33358: figures, the records behind each, sheets."""
