"""The second factor: a code from a person's own device, and codes on paper for when it is lost."""
