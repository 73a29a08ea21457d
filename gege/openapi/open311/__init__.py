"""Open311 GeoReport v2 (domain 2.6), and nothing beside it that a client would trip over."""
