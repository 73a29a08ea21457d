"""The OpenRosa interface (version 1.0): ODK Collect as a handheld for campaigns (decision 0020)."""
