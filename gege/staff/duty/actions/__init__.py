"""Deeds on duty: one file for each thing that is done."""
