"""What the handheld asks over the network."""
