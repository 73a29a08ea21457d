"""Texts: in from the gateway, what they become, and the page that shows it."""
