"""A record for whoever else asks for one: within reach, and of a live register."""

from datetime import datetime
from uuid import UUID

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.errors import NotFound
from gege.registers.models import Record
from gege.registers.queries.aliases import with_merged
from gege.registers.queries.live import is_live
from gege.registers.queries.scope import reader, record_by_uid
from gege.staff.api import Actor
from gege.territory.api import Editions

__all__ = ["record_in_reach", "with_merged"]


def record_in_reach(uid: UUID, *, by: Actor, now: datetime, editions: Editions) -> Record:
    """Return a record that stands today; the ones it was merged into answer for it.

    Raises NotFound alike for what is not there, out of reach, over, or of a register not in use.
    """
    contract = current_contract(editions)
    record = record_by_uid(uid, reader(by, local_date(now)), contract)
    if record.valid_to is not None or not is_live(contract.register_of[record.sheet].code):
        raise NotFound
    return record
