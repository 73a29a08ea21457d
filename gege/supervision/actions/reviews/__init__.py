"""The deeds of accountability reviews (责任倒查), from the finding of harm to the end."""
