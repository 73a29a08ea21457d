"""Gege: a county's platform for grid-based service management. The map is docs/map.md."""

__version__ = "0.1.0"
