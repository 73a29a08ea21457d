"""The twelve registers as they are shipped, in TOML: a county publishes them, and its own."""
