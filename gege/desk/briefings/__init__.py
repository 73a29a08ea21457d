"""Briefings (研判) and digests of opinions: lists, one with its charts, words, papers."""
