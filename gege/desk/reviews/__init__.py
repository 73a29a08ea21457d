"""Accountability reviews (责任倒查): lists, one review and its evidence, its dossier."""
