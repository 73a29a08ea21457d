"""Two-way exchange of registers with departments: what they send, what they are told, and whether
both sides still agree (R-043, R-044)."""
