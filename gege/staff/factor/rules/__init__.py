"""Codes of a device, codes on paper, and how long a wrong guess shuts the door. Pure."""
