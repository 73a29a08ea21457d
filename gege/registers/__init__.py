"""The twelve registers under one contract: what is known, who says so, who may see it (R-037)."""
