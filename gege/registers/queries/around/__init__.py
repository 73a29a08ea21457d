"""One view of a household, dwelling, building, place and grid, as its reader may see it (R-048)."""
