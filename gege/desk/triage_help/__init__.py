"""Pages of triage help: what was learnt and how good it is, and what comes again and again."""
