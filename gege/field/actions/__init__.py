"""What the sync does: taking messages, keeping uploads."""
