"""Rules about residents: the same one twice, at home nowhere, something to offer soon."""

from collections.abc import Iterable
from typing import Final

from django.db import connection
from django.db.models import F

from gege.registers.keeping import values_of
from gege.registers.models import Link, Record
from gege.registers.queries.comparing.looking import Found, Look, alone, points_at
from gege.registers.queries.resting import still_apart
from gege.registers.rules.findings.telling import milestone_months

_IN_TWO: Final = """
SELECT a.id, b.id FROM marked a JOIN marked b ON a.mark = b.mark AND a.id < b.id
 GROUP BY a.id, b.id, a.phone, b.phone
HAVING a.phone IS DISTINCT FROM b.phone OR a.phone IS NULL OR count(*) > 1
"""
"""Telephones leave marks too: two people of one telephone share that one and no other."""

_SHARED_MARKS: Final = f"""
WITH marked AS (
    SELECT DISTINCT id, open ->> 'phone' AS phone, unnest(marks) AS mark FROM registers_record
     WHERE sheet = 'resident' AND valid_to IS NULL AND merged_into_id IS NULL
       AND sealed ? 'id_number'
)
{_IN_TWO}
"""  # noqa: S608 - constants

_SHARED_WITH: Final = f"""
WITH asked AS MATERIALIZED (
    SELECT DISTINCT unnest(marks) AS mark FROM registers_record
     WHERE id = ANY(%(within)s) AND sheet = 'resident' AND valid_to IS NULL
       AND merged_into_id IS NULL AND sealed ? 'id_number'
), marked AS (
    SELECT one.id, one.open ->> 'phone' AS phone, asked.mark FROM asked
      JOIN LATERAL (
          SELECT id, open FROM registers_record
           WHERE marks @> ARRAY[asked.mark] AND sheet = 'resident' AND valid_to IS NULL
             AND merged_into_id IS NULL AND sealed ? 'id_number' OFFSET 0
      ) one ON true
)
{_IN_TWO}
"""  # noqa: S608 - constants
"""The same for whoever shares a mark with somebody who is looked at: found by the index of marks.

Two others that share one of these marks come with them; `_pairs` leaves them out.
"""

_PERSON: Final = """
    SELECT p.id, home.target_id AS building,
           coalesce(p.open ->> 'name', array_to_string(p.terms, ',')) AS name,
           coalesce(p.open ->> 'born', p.child_until::text) AS born
"""
_STANDS: Final = "p.sheet = 'resident' AND p.valid_to IS NULL AND p.merged_into_id IS NULL"
_LIKE_EACH_OTHER: Final = """
SELECT DISTINCT a.id, b.id FROM people a JOIN people b USING (building, name, born)
 WHERE a.id < b.id
"""

_SAME_HOUSE: Final = f"""
WITH people AS (
{_PERSON}
      FROM registers_record p
      JOIN registers_link lives
        ON lives.source_id = p.id AND lives.field = 'dwelling' AND lives.until IS NULL
      JOIN registers_link home
        ON home.source_id = lives.target_id AND home.field = 'building' AND home.until IS NULL
     WHERE {_STANDS}
)
{_LIKE_EACH_OTHER}
"""
"""Of a child name and month are sealed: the marks of the name and the day of 14 stand for them."""

_SAME_HOUSE_AS: Final = f"""
WITH asked AS MATERIALIZED (
    SELECT DISTINCT home.target_id AS building FROM registers_link lives
      JOIN registers_link home
        ON home.source_id = lives.target_id AND home.field = 'building' AND home.until IS NULL
     WHERE lives.source_id = ANY(%(within)s) AND lives.field = 'dwelling' AND lives.until IS NULL
), people AS MATERIALIZED (
{_PERSON}
      FROM asked
      JOIN registers_link home
        ON home.target_id = asked.building AND home.field = 'building' AND home.until IS NULL
      JOIN registers_link lives
        ON lives.target_id = home.source_id AND lives.field = 'dwelling' AND lives.until IS NULL
      JOIN registers_record p ON p.id = lives.source_id
     WHERE {_STANDS}
)
{_LIKE_EACH_OTHER}
"""  # noqa: S608 - constants
"""The same in the buildings of those who are looked at."""


def same_number(look: Look) -> set[Found]:
    """L01: one document number in two residents who live here, unless they are known to differ."""
    pairs = _pairs(_SHARED_MARKS, _SHARED_WITH, look)
    numbers = _numbers(pairs)
    found = {(a, b) for a, b in pairs if numbers[a] is not None and numbers[a] == numbers[b]}
    return {*(found - still_apart(found))}


def same_person_perhaps(look: Look) -> set[Found]:
    """L02: one name, month of birth and building in two residents, and not one number."""
    pairs = _pairs(_SAME_HOUSE, _SAME_HOUSE_AS, look)
    numbers = _numbers(pairs)
    found = {(a, b) for a, b in pairs if numbers[a] is None or numbers[a] != numbers[b]}
    return {*(found - still_apart(found))}


def not_at_home(look: Look) -> set[Found]:
    """L03: a resident without a dwelling, or with one that lies in another grid."""
    homeless = alone(look.live("resident").exclude(points_at("dwelling", "dwelling")))
    elsewhere = Link.objects.filter(
        source__in=look.live("resident"),
        field="dwelling",
        until__isnull=True,
        target__valid_to__isnull=True,
    ).exclude(target__area_code=F("source__area_code"))
    return homeless | {(pk, None) for pk in elsewhere.values_list("source_id", flat=True)}


def milestones(look: Look) -> set[Found]:
    """L11: somebody reaches an age from which something is offered."""
    months = sorted(milestone_months(look.today))
    return alone(look.live("resident").filter(open__born__in=months))


def _pairs(of_all: str, around: str, look: Look) -> list[tuple[int, int]]:
    """Return pairs of residents: of all, or those with somebody in it whom the run looks at."""
    with connection.cursor() as cursor:
        cursor.execute(of_all if look.within is None else around, {"within": look.among()})
        pairs = [(int(a), int(b)) for a, b in cursor.fetchall()]
    if look.within is None:
        return pairs
    return [(a, b) for a, b in pairs if a in look.within or b in look.within]


def _numbers(pairs: Iterable[tuple[int, int]]) -> dict[int, object]:
    """Return the document numbers of the few that are compared, opened for this only."""
    ids = {pk for pair in pairs for pk in pair}
    rows = Record.objects.filter(pk__in=ids).only("sheet", "uid", "open", "sealed")
    return {row.pk: values_of(row, ("id_number",)).get("id_number") for row in rows}
