"""What departments ask of registers over the REST interface."""
