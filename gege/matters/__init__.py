"""What was reported: states, deadlines, lights, escalation, closing (R-062 to R-069)."""
