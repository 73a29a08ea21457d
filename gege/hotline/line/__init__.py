"""The line's settings: editions, the page of the set-up, and what every page knows of the line."""
