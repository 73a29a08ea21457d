"""The one map: areas by an indicator, matters in cells, what stands (R-051, decision 0048)."""
