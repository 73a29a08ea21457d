"""Publishing the registers: a county's own fields and registers beside the shipped ones (R-037)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from gege.kernel.typed_text import cleaned
from gege.registers.books import EDITION, contract
from gege.registers.errors import Invalid, Refused
from gege.registers.models import ContractEdition
from gege.registers.rules.contract_rules import flaws_of, flaws_of_change
from gege.registers.rules.declaring import Flaw, Unreadable, read_contract
from gege.staff.api import Actor, Role
from gege.territory.api import bump
from gege.trail.api import record


class Flawed(Refused):
    """A declaration that cannot be published; `flaws` name every reason."""

    def __init__(self, flaws: tuple[Flaw, ...]) -> None:
        self.flaws = flaws
        super().__init__("flawed")


def publish_contract(
    document: Mapping[str, Any], *, note: str, by: Actor, now: datetime, based_on: int
) -> int:
    """Publish a document of all registers as the next edition and return its number.

    `based_on` is the number the editor had, 0 for the shipped one. Raises Refused
    (`administrators_only`, `moved_on`, `changes_nothing`), Flawed, Invalid("note").
    """
    if by.role not in (Role.ADMINISTRATOR, Role.SYSTEM):
        raise Refused("administrators_only")
    why = cleaned(note, lines=False)
    if not 2 <= len(why) <= 200:
        raise Invalid("note", "reason_needed", least=2, most=200)
    try:
        after = read_contract(document)
    except Unreadable as unreadable:
        raise Flawed(unreadable.flaws) from None
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE registers_contractedition IN EXCLUSIVE MODE")
        last = ContractEdition.objects.order_by("-number").first()
        latest = last.number if last else 0
        if based_on != latest:
            raise Refused("moved_on")
        before = contract(latest)
        flaws = (*flaws_of(after), *flaws_of_change(before, after))
        if flaws:
            raise Flawed(flaws)
        if after == before:
            raise Refused("changes_nothing")
        ContractEdition.objects.create(
            number=latest + 1,
            document=dict(document),
            note=why,
            published_at=now,
            published_by=by.name,
        )
        bump(EDITION)
        old = {f"{s.code}.{f.name}": f for _, s, f in before.each_field()}
        new = {f"{s.code}.{f.name}": f for _, s, f in after.each_field()}
        record(
            stream="register_contract",
            deed="publish",
            by=by.signature(),
            now=now,
            after={
                "added": sorted(set(new) - set(old)),
                "changed": sorted(name for name in set(new) & set(old) if new[name] != old[name]),
            },
            more={"edition": latest + 1, "note": why},
        )
    return latest + 1
