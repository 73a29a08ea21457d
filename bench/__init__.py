"""Speed as ratios measured in one run (`make bench`); nothing here is a test."""
