"""The county's wall clock, as matters know it."""

from gege.kernel.county_day import LOCAL, local_date

__all__ = ["LOCAL", "local_date"]
