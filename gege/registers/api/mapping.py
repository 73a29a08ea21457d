"""Records that stand on a map."""

from gege.registers.queries.mapping import Mapped, mapped_records

__all__ = ["Mapped", "mapped_records"]
