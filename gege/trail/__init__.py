"""The ledger: who did what, when, under which post; append-only and chained (R-088)."""
