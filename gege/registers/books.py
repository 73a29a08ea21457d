"""The contract in force. An edition never changes, so a process keeps it."""

from functools import lru_cache
from typing import Any

from django.db.models import Max

from gege.registers.declared.shipped import shipped_contract, shipped_document
from gege.registers.models import ContractEdition
from gege.registers.rules.declaration import Contract
from gege.registers.rules.declaring import read_contract
from gege.territory.api import Editions

EDITION = "registers"


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
