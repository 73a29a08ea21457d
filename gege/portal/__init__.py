"""The residents' portal: report, follow, answer, and what the county says in public."""
