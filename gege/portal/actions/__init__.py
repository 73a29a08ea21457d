"""What residents and staff do on the portal."""
