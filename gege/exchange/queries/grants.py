"""What the sharing catalogue lets a department be given of a sheet today (R-043, L18).

Own registers are no exception: what leaves without a person's eye is named by an entry.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gege.exchange.errors import NotFound, Refused
from gege.registers.api import (
    Basis,
    CatalogueEntry,
    Contract,
    Field,
    Register,
    Sheet,
    is_live,
)
from gege.staff.api import Actor


@dataclass(frozen=True, slots=True)
class Grant:
    """The fields of a sheet that live entries name for a department, and their reasons.

    `withheld` are named too and are not given: what is kept by a person's consent is not passed on
    without another consent (personal information law, article 23), and what is derived is counted
    from data the entry may not name.
    """

    sheet: Sheet
    register: Register
    fields: tuple[Field, ...]
    withheld: tuple[str, ...]
    purpose: str
    until: date

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.fields)


def grant_of(by: Actor, sheet_code: str, contract: Contract, today: date) -> Grant:
    """Return what a department may be given of a sheet; its last day is in it.

    Raises NotFound for an unknown sheet, Refused("no_entry") without a live entry of the catalogue,
    and ("not_live") for a register that is shut.
    """
    sheet = contract.sheets.get(sheet_code)
    if sheet is None:
        raise NotFound("no_sheet")
    entries = entries_for(by.unit_code, sheet_code, today)
    if not entries:
        raise Refused("no_entry")
    register = contract.register_of[sheet_code]
    if not is_live(register.code):
        raise Refused("not_live")
    named = {name for entry in entries for name in entry.fields}
    known = [one for one in sheet.current if one.name in named]
    given = tuple(one for one in known if not _is_withheld(one))
    return Grant(
        sheet,
        register,
        given,
        tuple(one.name for one in known if _is_withheld(one)),
        _purpose(entries, contract),
        max(entry.valid_until for entry in entries),
    )


def entries_for(unit_code: str, sheet: str, today: date) -> list[CatalogueEntry]:
    """Return the live entries for a department, of which a branch has the same."""
    rows = CatalogueEntry.objects.filter(
        receiver=unit_code.partition("-")[0],
        sheet=sheet,
        ended_at__isnull=True,
        valid_from__lte=today,
        valid_until__gte=today,
    )
    return list(rows.exclude(basis="").order_by("pk"))


def _is_withheld(one: Field) -> bool:
    return one.is_derived or one.basis is Basis.CONSENT


def _purpose(entries: Iterable[CatalogueEntry], contract: Contract) -> str:
    """Return why it is shared as the access log says it: purposes and laws, each once."""
    parts = [
        f"{contract.purposes[one.purpose].zh}（{one.basis}）"
        if one.purpose in contract.purposes
        else one.basis
        for one in entries
    ]
    return "；".join(dict.fromkeys(parts))[:200]
