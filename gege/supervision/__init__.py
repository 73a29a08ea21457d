"""Follow-up orders (督办) and requests between departments; R-012, R-013, R-093."""
