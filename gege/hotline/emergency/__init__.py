"""Handing a caller over: to 110, 119, 120 … and to a unit's duty telephone (2.6)."""
