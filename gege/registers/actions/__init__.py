"""Deeds on registers: one deed, one transaction, its line of the trail inside."""
