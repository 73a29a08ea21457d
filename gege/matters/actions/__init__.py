"""The deeds: one file, one transaction, one ledger line each."""
