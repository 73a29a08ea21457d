"""What answers each address of a matter."""
