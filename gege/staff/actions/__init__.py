"""The deeds on people. Each is one transaction with its ledger line; a Refusal undoes it."""
