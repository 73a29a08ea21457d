"""The register of terminals at the desk (R-022)."""
