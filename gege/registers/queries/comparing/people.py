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

_SHARED_MARKS: Final = """
WITH marked AS (
    SELECT DISTINCT id, open ->> 'phone' AS phone, unnest(marks) AS mark FROM registers_record
     WHERE sheet = 'resident' AND valid_to IS NULL AND merged_into_id IS NULL
       AND sealed ? 'id_number'
)
SELECT a.id, b.id FROM marked a JOIN marked b ON a.mark = b.mark AND a.id < b.id
 WHERE %(within)s::bigint[] IS NULL OR a.id = ANY(%(within)s) OR b.id = ANY(%(within)s)
 GROUP BY a.id, b.id, a.phone, b.phone
HAVING a.phone IS DISTINCT FROM b.phone OR a.phone IS NULL OR count(*) > 1
"""
"""Telephones leave marks too: two people of one telephone share that one and no other."""

_SAME_HOUSE: Final = """
WITH people AS (
    SELECT p.id, home.target_id AS building,
           coalesce(p.open ->> 'name', array_to_string(p.terms, ',')) AS name,
           coalesce(p.open ->> 'born', p.child_until::text) AS born
      FROM registers_record p
      JOIN registers_link lives
        ON lives.source_id = p.id AND lives.field = 'dwelling' AND lives.until IS NULL
      JOIN registers_link home
        ON home.source_id = lives.target_id AND home.field = 'building' AND home.until IS NULL
     WHERE p.sheet = 'resident' AND p.valid_to IS NULL AND p.merged_into_id IS NULL
)
SELECT DISTINCT a.id, b.id FROM people a
  JOIN people b USING (building, name, born)
 WHERE a.id < b.id
   AND (%(within)s::bigint[] IS NULL OR a.id = ANY(%(within)s) OR b.id = ANY(%(within)s))
"""
"""Of a child name and month are sealed: the marks of the name and the day of 14 stand for them."""


def same_number(look: Look) -> set[Found]:
    """L01: one document number in two residents who live here, unless they are known to differ."""
    pairs = _pairs(_SHARED_MARKS, look)
    numbers = _numbers(pairs)
    found = {(a, b) for a, b in pairs if numbers[a] is not None and numbers[a] == numbers[b]}
    return found - still_apart(found)


def same_person_perhaps(look: Look) -> set[Found]:
    """L02: one name, month of birth and building in two residents, and not one number."""
    pairs = _pairs(_SAME_HOUSE, look)
    numbers = _numbers(pairs)
    found = {(a, b) for a, b in pairs if numbers[a] is None or numbers[a] != numbers[b]}
    return found - still_apart(found)


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


def _pairs(statement: str, look: Look) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"within": look.among()})
        return [(int(a), int(b)) for a, b in cursor.fetchall()]


def _numbers(pairs: Iterable[tuple[int, int]]) -> dict[int, object]:
    """Return the document numbers of the few that are compared, opened for this only."""
    ids = {pk for pair in pairs for pk in pair}
    rows = Record.objects.filter(pk__in=ids).only("sheet", "uid", "open", "sealed")
    return {row.pk: values_of(row, ("id_number",)).get("id_number") for row in rows}
