"""The connector to the county opinion platform: its cases in, answers back (R-071)."""
