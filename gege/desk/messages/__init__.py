"""Messages by every channel: what went out, calls to make, dead letters, rules, own mailbox."""
