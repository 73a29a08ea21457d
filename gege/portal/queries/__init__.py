"""What the portal reads."""
