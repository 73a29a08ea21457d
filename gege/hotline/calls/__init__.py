"""Calls: what telephone systems tell, the call-taker's screen, what came of each."""
