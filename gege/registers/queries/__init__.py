"""Reads of registers. Every one starts from what the asker may see."""
