"""What people and departments write about a person, read into one spelling and its keys.

Nothing here decides that two records are one person: a value that cannot tell people apart (empty,
a placeholder, a temporary or a damaged number) says so, and gives no key.
"""
