"""Roll-calls: who may see one, what it tells, and the list of those that were opened."""
