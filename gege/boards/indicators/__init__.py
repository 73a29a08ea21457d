"""Indicators as declared formulas: figures, the records behind each, sheets to count them again."""
