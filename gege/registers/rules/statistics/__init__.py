"""Figures over the registers: what is counted, and which cells are kept back (2.7, 5.15)."""
