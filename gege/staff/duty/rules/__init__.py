"""Questions about duty that values alone answer."""
