"""Plain questions of the portal."""
