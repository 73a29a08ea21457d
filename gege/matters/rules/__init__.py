"""The rules of matters as plain tables and questions; time is always an argument."""
