"""The door of the registers."""

from gege.registers.declared.shipped import shipped_contract, shipped_document
from gege.registers.models import CatalogueEntry, Link, Question, Record, Statement
from gege.registers.rules.declaration import Contract, Field, Level, Register, Sheet

__all__ = [
    "CatalogueEntry",
    "Contract",
    "Field",
    "Level",
    "Link",
    "Question",
    "Record",
    "Register",
    "Sheet",
    "Statement",
    "shipped_contract",
    "shipped_document",
]
