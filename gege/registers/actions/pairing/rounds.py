"""When pairs are looked for: every night in each township, by day around what changed."""

from collections import defaultdict
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Substr

from gege.kernel.county_day import local_date
from gege.registers.actions.pairing.find import find_keyed, find_pairs, keep_what_rules_found
from gege.registers.models import Pair, Pairing, Record, Turn
from gege.registers.queries.cells import RESIDENT
from gege.registers.queries.comparing.looking import OVERLAP
from gege.registers.rules.merging import Decision
from gege.territory.api import Editions

TOWNSHIP: Final = 9
COMMUNITY: Final = 12
MOST_COMMUNITIES: Final = 12
"""Communities that are looked at by day; more at once (an import) wait for the night."""
MOST_CHANGED: Final = 2_000


def pair_townships(*, now: datetime, editions: Editions, everything: bool = False) -> list[Pairing]:
    """Look for pairs in each township in which something changed; return the runs.

    One township is in memory at a time. Pairs beyond a township are those of one number (L01), or
    of one name, month of birth and telephone.
    """
    wake(now)
    keep_what_rules_found(now=now)
    find_keyed(now=now, editions=editions)
    living = Record.objects.filter(sheet=RESIDENT, valid_to__isnull=True).order_by()
    codes = living.values_list(Substr("area_code", 1, TOWNSHIP), flat=True).distinct()
    runs = []
    for code in sorted(codes):
        last = Pairing.objects.filter(area_code=code).order_by("-pk").first()
        if everything or last is None or _changed_in(code, last.cursor):
            runs.append(find_pairs(code, now=now, editions=editions))
    return runs


def pair_changed(*, now: datetime, editions: Editions) -> list[Pairing]:
    """Hold what changed since the last time against its community; return the runs."""
    cursor = int(Turn.objects.aggregate(last=Max("pk"))["last"] or 0)
    last = Pairing.objects.filter(area_code="").order_by("-pk").first()
    if last is not None and last.cursor == cursor:
        return []
    keep_what_rules_found(now=now)
    runs = []
    if last is not None:
        for code, only in sorted(_changed_since(last.cursor).items()):
            runs.append(find_pairs(code, now=now, editions=editions, only=frozenset(only)))
    with transaction.atomic():
        Pairing.objects.filter(area_code="").delete()
        Pairing.objects.create(
            area_code="", at=now, cursor=cursor, found=sum(r.found for r in runs)
        )
    return runs


def wake(now: datetime) -> int:
    """Put pairs back on the list that were put off until today; return how many."""
    due = Pair.objects.filter(how=Decision.LATER, later_until__lte=local_date(now))
    return due.update(how="", decided_at=None, later_until=None)


def _changed_in(code: str, turn: int) -> bool:
    turns = Turn.objects.filter(pk__gt=turn - OVERLAP, record__sheet=RESIDENT)
    return turns.filter(record__area_code__startswith=code).exists()


def _changed_since(turn: int) -> dict[str, set[int]]:
    """Return the residents that changed by community; of very many changes none: the night does."""
    turns = Turn.objects.filter(pk__gt=turn - OVERLAP, record__sheet=RESIDENT)
    rows = turns.values_list("record_id", "record__area_code").distinct()
    found: dict[str, set[int]] = defaultdict(set)
    for pk, area in rows[: MOST_CHANGED + 1]:
        if len(area) >= COMMUNITY:
            found[area[:COMMUNITY]].add(pk)
    many = sum(len(ids) for ids in found.values())
    return {} if many > MOST_CHANGED or len(found) > MOST_COMMUNITIES else dict(found)
