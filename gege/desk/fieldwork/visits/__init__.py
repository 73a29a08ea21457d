"""Visits, the residents' confirmations, and the households cadres keep in touch with."""
