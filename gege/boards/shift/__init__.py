"""The shift of work to the grids, by unit and quarter (R-050)."""
