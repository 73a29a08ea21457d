"""The outbox and its gateways: what must reach somebody, and whether it did (R-075)."""
