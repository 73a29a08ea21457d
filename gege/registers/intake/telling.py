"""Telling each side once how many differences an import opened, and not once for each."""

from collections import Counter
from datetime import datetime

from gege.kernel.county_day import local_date
from gege.notices.api import Draft, post
from gege.registers.models import Import, Question
from gege.registers.rules.declaration import Side
from gege.registers.rules.intake.stages import ROWS_AT_ONCE
from gege.territory.api import load_atlas


def tell_ready(one: Import, now: datetime, *, done: bool) -> None:
    """Tell the unit that a file waits for it, or is done; for a small one its person waited."""
    if one.rows <= ROWS_AT_ONCE and one.received_by.get("account_id") is not None:
        return
    template, values = "import_done" if done else "import_ready", {"many": str(one.rows)}
    subject = f"register_import:{one.uid}"
    post([Draft(template, subject, to_unit_id=one.unit_id, values=values)], now=now)


def tell_asked(one: Import, now: datetime) -> int:
    """Tell the units of the other sides, and return how many differences are open."""
    today, units = local_date(now), Counter[int]()
    asked = Question.objects.filter(proposed__batch=str(one.uid), settled_at__isnull=True)
    rows = asked.values_list("area_code", "department", "standing__side", "standing__unit_id")
    many = 0
    for area, department, side, unit in rows.iterator(chunk_size=2_000):
        many += 1
        found = _answers(one, area, department, side, unit, now)
        if found is not None:
            units[found] += 1
    last = asked.order_by("-due_on").values_list("due_on", flat=True).first()
    due = (last or today).isoformat()
    post(
        [
            Draft(
                "questions_asked",
                f"register_questions:{one.uid}",
                to_unit_id=unit,
                values={"many": str(count), "due": due},
            )
            for unit, count in sorted(units.items())
        ],
        now=now,
    )
    return many


def _answers(
    one: Import, area: str, department: str, side: str, unit: int | None, now: datetime
) -> int | None:
    """Return the unit that answers: whose word stands, else the grid's people or the department."""
    atlas, today = load_atlas(), local_date(now)
    if side == Side.DEPARTMENT or one.side != Side.DEPARTMENT:
        if unit is not None and unit != one.unit_id:
            return unit
        found = atlas.unit_by_code(department, today)
        return found.id if found else None
    for length in (15, 12):
        found = atlas.platform_unit(area[:length], today)
        if found is not None and len(area) >= length:
            return found.id
    return None
