"""The contract in force. An edition never changes, so a process keeps it."""

from functools import lru_cache
from typing import Any

from django.db.models import Max

from gege.registers.declared.shipped import shipped_contract, shipped_document
from gege.registers.models import ContractEdition, DivisionEdition
from gege.registers.rules.declaration import Contract
from gege.registers.rules.declaring import read_contract
from gege.registers.rules.division_rules import DivisionRules, from_json
from gege.territory.api import Editions

EDITION = "registers"
DIVISION = "division"


def contract(number: int) -> Contract:
    """Return an edition; number 0 is what the package ships. Raises LookupError."""
    if number == 0:
        return shipped_contract()
    row = ContractEdition.objects.filter(number=number).first()
    if row is None:
        raise LookupError(f"contract edition {number} was never published")
    return read_contract(row.document)


def current_contract(editions: Editions) -> Contract:
    """Return the contract in force; the shipped one while nothing was published."""
    return _in_force(editions[EDITION])[1]


def current_number(editions: Editions) -> int:
    """Return the number of the edition in force, 0 while nothing was published."""
    return _in_force(editions[EDITION])[0]


@lru_cache(maxsize=8)
def _in_force(stamp: int) -> tuple[int, Contract]:
    """Return the newest edition under a stamp: every publishing has one that never comes again."""
    newest = ContractEdition.objects.aggregate(latest=Max("number"))["latest"] if stamp else None
    number = int(newest or 0)
    return number, contract(number)


def document_in_force(editions: Editions) -> dict[str, Any]:
    """Return the document of the edition in force, to be changed and published anew."""
    number = current_number(editions)
    if number == 0:
        return shipped_document()
    document: dict[str, Any] = ContractEdition.objects.get(number=number).document
    return document


def division_rules(editions: Editions) -> DivisionRules:
    """Return the rules of division in force; the defaults while nothing was published."""
    return _division_rules(editions[DIVISION])


@lru_cache(maxsize=8)
def _division_rules(stamp: int) -> DivisionRules:
    newest = DivisionEdition.objects.order_by("-number").first() if stamp else None
    return from_json(newest.document) if newest else DivisionRules()
