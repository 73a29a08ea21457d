"""The workspaces: what waits for a post, the lists of matters, the notices."""
