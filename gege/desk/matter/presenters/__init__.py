"""From what the rooms keep to what a person reads: words, dates and shapes."""
