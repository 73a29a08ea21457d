"""The handheld: an installable page that works without a network and sends each thing once."""
