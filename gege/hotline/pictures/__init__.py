"""Picture messages from the centre (MM7): its door, and what becomes of the pictures."""
