"""Digests of residents' opinions: made each month, sent with an order that asks for an answer."""
