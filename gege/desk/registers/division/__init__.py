"""The report of the division of grids: its list, one grid with a proposal, the rules of weights."""
