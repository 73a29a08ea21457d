"""Plain questions about roles, posts and log-in names. No Django here."""
