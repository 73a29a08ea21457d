"""The demonstration county: its people, their log-ins, and ninety days that end now."""
