"""The ways out of the house. Each takes one text for one address and says what became of it."""
