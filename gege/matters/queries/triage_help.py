"""The model in use, what it suggests, and how often that was taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.db.models import Count, F, Q
from django.utils.crypto import constant_time_compare, salted_hmac

from gege.matters.models import Matter, Offer, TriageModel
from gege.matters.queries.setting import Setting
from gege.matters.rules.triage_help.learning import Example
from gege.matters.rules.triage_help.model import Asked, Head, Suggested
from gege.matters.rules.triage_help.packing import Unusable, unpack
from gege.matters.rules.words import State, Tier
from gege.matters.zone import local_date
from gege.territory.api import Atlas, UnitFacts

EDITION: Final = "triage_help"
MOST_EXAMPLES: Final = 60_000
"""The newest closed matters that are learnt from."""
ACCEPTED_WITHIN: Final = timedelta(days=90)
_SALT: Final = "gege.matters.triage_help"


@dataclass(frozen=True)
class Loaded:
    """The newest model as this process holds it; `word` says why there is nothing to use."""

    number: int = 0
    heads: Mapping[Asked, Head] = field(default_factory=dict)
    word: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is suggested for a matter to one question, and by which model. Empty says nothing."""

    asked: Asked
    model: int = 0
    rows: tuple[Suggested, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class Taken:
    """How often suggestions were taken: the first of them, any of them, of how many."""

    asked: str
    page: str
    number: int
    first: int
    any: int


def triage_model(where: Setting) -> Loaded:
    """Return the model in use; no statement when this process has it, nor when it is switched off.

    What cannot be used is never an error: the pages work without.
    """
    if not settings.GEGE_TRIAGE_HELP:
        return Loaded(word="switched_off")
    return _loaded(where.editions[EDITION])


@lru_cache(maxsize=2)
def _loaded(stamp: int) -> Loaded:
    row = TriageModel.objects.order_by("-pk").first() if stamp else None
    if row is None:
        return Loaded(word="never_learnt")
    if not row.used:
        return Loaded(row.pk, {}, "not_used")
    data = bytes(row.data)
    if not constant_time_compare(row.seal, seal_of(data)):
        return Loaded(row.pk, {}, "tampered")
    try:
        heads = unpack(data)
    except Unusable as error:
        return Loaded(row.pk, {}, error.word)
    return Loaded(row.pk, {asked: head for asked, head in heads.items() if asked in row.used})


def seal_of(data: bytes) -> str:
    """Return the keyed sum of a packed model: only this installation can have written it."""
    return salted_hmac(_SALT, sha256(data).hexdigest(), algorithm="sha256").hexdigest()


def suggested_kinds(where: Setting, title: str, description: str = "") -> Suggestions:
    """Return the likeliest kinds of a matter, from its words."""
    loaded = triage_model(where)
    head = loaded.heads.get(Asked.KIND)
    if head is None:
        return Suggestions(Asked.KIND)
    among = frozenset(kind.code for kind in where.book.live_kinds)
    return Suggestions(Asked.KIND, loaded.number, head.suggest(title, description, among=among))


def suggested_departments(
    where: Setting, matter: Matter, units: Sequence[UnitFacts]
) -> Suggestions:
    """Return the likeliest departments among units that may lead a matter; codes are of `units`.

    A department of the county and its office in a township were learnt as one: the county's
    stands for it where it may be told, else the office whose area the matter lies in.
    """
    loaded = triage_model(where)
    head = loaded.heads.get(Asked.LEAD)
    if head is None:
        return Suggestions(Asked.LEAD)
    meant: dict[str, str] = {}
    for unit in sorted(units, key=lambda one: (-len(one.area_code), one.code)):
        if unit.is_department and matter.area_code.startswith(unit.area_code):
            meant[lead_label(unit, where.atlas)] = unit.code
    found = head.suggest(matter.title, matter.description, kind=matter.kind, among=frozenset(meant))
    rows = tuple(Suggested(meant[one.code], one.certainty) for one in found)
    return Suggestions(Asked.LEAD, loaded.number, rows)


def lead_label(unit: UnitFacts, atlas: Atlas) -> str:
    """Return what a department is learnt as: an office in a township as its department."""
    above = atlas.unit_by_code(unit.parent_code) if unit.parent_code else None
    return above.code if above is not None and above.is_department else unit.code


def examples(where: Setting, asked: Asked) -> list[Example]:
    """Return closed matters to learn from, the oldest first: kind and lead as they were settled.

    What was declined or merged is left out. For departments only what a department led.
    """
    rows = Matter.objects.filter(state=State.CLOSED).order_by("-id")
    if asked is Asked.LEAD:
        rows = rows.filter(lead__kind=Tier.DEPARTMENT)
    told = rows.values_list("title", "description", "kind", "lead_id")[:MOST_EXAMPLES]
    live = {kind.code for kind in where.book.live_kinds}
    found: list[Example] = []
    for title, description, kind, lead_id in told.iterator(chunk_size=5_000):
        if asked is Asked.KIND:
            if kind in live:
                found.append(Example(title, description, kind))
            continue
        unit = where.atlas.effective_unit(lead_id, local_date(where.now))
        if unit is not None and unit.is_department:
            found.append(Example(title, description, lead_label(unit, where.atlas), kind))
    return found[::-1]


def newest_models(most: int = 30) -> list[TriageModel]:
    """Return the figures of the last nights, the newest first; one statement."""
    return list(TriageModel.objects.defer("data").order_by("-pk")[:most])


def taken(now: datetime) -> list[Taken]:
    """Return how often suggestions were taken lately, by question and page; one statement."""
    rows = (
        Offer.objects.filter(at__gte=now - ACCEPTED_WITHIN, at__lte=now)
        .values("asked", "page")
        .annotate(
            number=Count("pk"),
            first=Count("pk", filter=Q(codes__0=F("chosen"))),
            any=Count("pk", filter=Q(codes__contains=[F("chosen")])),
        )
        .order_by("asked", "page")
    )
    return [Taken(**row) for row in rows]
