"""What orders allow, and when they are to be reminded of: plain Python."""
