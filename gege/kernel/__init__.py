"""The bottom room: plain Python that every other room may use, and that uses none of them.

Area codes, working time, coordinates, matter numbers and identity checks. No Django, no database,
no clock: whatever a question depends on is an argument.
"""
