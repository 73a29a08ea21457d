"""What a text means, and how many are taken."""
