"""Gege: a county's platform for grid-based service management. The map is docs/map.md."""

import os

__version__ = "0.1.0"

# Word documents bring lxml along, and openpyxl would read with it: entities that a hostile workbook
# declares are then not refused. Without it openpyxl reads through defusedxml.
os.environ["OPENPYXL_LXML"] = "False"
