"""Live lights: what is open, by light, and what changes next (R-089 to R-091, decision 0044)."""
