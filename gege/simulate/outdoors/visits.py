"""Visits to households: planned and not, done, declined or nobody there, and what was raised."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any, Final
from uuid import UUID

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Visit, words
from gege.kernel.ids import new_uid
from gege.matters.api import Matter, local_date
from gege.matters.api import words as matter_words
from gege.simulate.outdoors.luck import SHOWN_GRID, Field
from gege.simulate.sentences.places import resident_name, resident_phone
from gege.staff.api import Actor

P: Final = words.Purpose
S: Final = words.VisitState
PER_GRID_AND_DAY: Final = 0.2
_PURPOSES: Final = (
    (P.CARE, 34),
    (P.SERVICE, 20),
    (P.SAFETY, 22),
    (P.OPINION, 18),
    (P.MEDIATION, 6),
)
_STATES: Final = ((S.DONE, 78), (S.REFUSED, 9), (S.ABSENT, 13))
_SAID: Final = {
    P.CARE: (
        "老人身体还好，提醒按时吃药",
        "独居，子女每周来一次，留了联系卡",
        "腿脚不便，想要个扶手",
    ),
    P.SERVICE: ("代交了参保登记表", "帮忙取了药", "代办老年证，材料已收齐", "送了助餐卡"),
    P.SAFETY: (
        "燃气软管正常，报警器没电，已提醒",
        "电线老化，建议找电工",
        "煤炉放在厨房，通风还行",
    ),
    P.OPINION: ("希望楼下装路灯", "问物业费怎么算", "觉得广场舞太晚", "对停车有意见"),
    P.MEDIATION: ("两家都愿意坐下来谈", "约好周末到社区谈", "情绪缓和，先各退一步"),
    P.CONTACT: ("家里都好，问了孩子入学", "上次说的漏水已修好", "没有别的难处"),
}
_PLANNED: Final = {
    P.CARE: "独居老人",
    P.SERVICE: "代办事项",
    P.SAFETY: "用气安全",
    P.OPINION: "听意见",
    P.MEDIATION: "邻里矛盾",
}


def plan_day(field: Field, day: date, now: datetime) -> None:
    """Put down a day's visits, those planned for two days later, and its concerns."""
    chance = field.chance
    for grid in field.grids:
        by = field.worker(grid.code, now)
        if by is None or chance.random() > PER_GRID_AND_DAY or not field.points.get(grid.code):
            continue
        at = field.at(day, clock_time(9)) + field.minutes(0, 9 * 60)
        if chance.random() < 0.45:
            field.later(max(at, now), _planning(field, by, at + timedelta(days=2)))
        else:
            field.later(at, _making(field, by, _draw(field, by.area_code)))
    field.later(field.at(day, clock_time(21, 10)), lambda then: _concerns(field, day, then))


def fill_the_shown_day(field: Field) -> None:
    """Give the shown worker visits that are due today and one that is late."""
    shown, end = field.shown, field.end
    if shown is None:
        return

    def planned(days_ago: int, due_in: int, purpose: words.Purpose, *, code: bool = False) -> None:
        def plan(now: datetime) -> None:
            by = field.worker(SHOWN_GRID, now)
            if by is not None:
                due = local_date(now) + timedelta(days=due_in)
                visit = _plan(field, by, _draw(field, SHOWN_GRID, purpose), due, now)
                if code:
                    _issue(field, visit, now)

        field.later(field.by_day(end - timedelta(days=days_ago, minutes=30)), plan)

    def made(hours_ago: int, purpose: words.Purpose, state: words.VisitState) -> None:
        def make(now: datetime) -> None:
            by = field.worker(SHOWN_GRID, now)
            if by is not None:
                household = _draw(field, SHOWN_GRID, purpose)
                _make(field, by, new_uid(), household | {"state": state}, now)

        field.later(field.by_day(end - timedelta(hours=hours_ago)), make)

    planned(5, 3, P.CARE)
    planned(3, 3, P.SAFETY)
    planned(2, 2, P.SERVICE, code=True)
    planned(1, 3, P.OPINION)
    made(50, P.CARE, S.DONE)
    made(27, P.SERVICE, S.DONE)
    made(26, P.OPINION, S.REFUSED)
    made(25, P.SAFETY, S.ABSENT)


def household_of(field: Field, grid: str) -> dict[str, Any]:
    """Return an invented household: a building, a door, a form of address, a dead number."""
    chance = field.chance
    buildings = [one for one in field.points[grid] if one.kind == words.PointKind.BUILDING]
    return {
        "point": chance.choice(buildings).uid,
        "door": f"{chance.randint(1, 3)}单元{chance.randint(1, 6)}0{chance.randint(1, 4)}",
        "who": f"{resident_name(chance)}（示例）",
        "phone": resident_phone(chance),
    }


def _draw(field: Field, grid: str, purpose: words.Purpose | None = None) -> dict[str, Any]:
    """Draw a visit: whose door, why, and how it will end."""
    chance = field.chance
    chosen = purpose or chance.choices([p for p, _ in _PURPOSES], [w for _, w in _PURPOSES])[0]
    state = chance.choices([s for s, _ in _STATES], [w for _, w in _STATES])[0]
    return {"purpose": chosen, "state": state, **household_of(field, grid)}


def _planning(field: Field, by: Actor, due: datetime) -> Callable[[datetime], None]:
    drawn = _draw(field, by.area_code)

    def plan(now: datetime) -> None:
        visit = _plan(field, by, drawn, local_date(due), now)
        if drawn["purpose"] is P.SERVICE and field.chance.random() < 0.25:
            code = _issue(field, visit, now)
            drawn["code"] = code
        version, uid = visit.version, visit.uid
        later = field.worker(by.area_code, due) or by
        field.later(due, lambda then: _make(field, later, uid, drawn, then, seen=version))

    return plan


def _making(field: Field, by: Actor, drawn: dict[str, Any]) -> Callable[[datetime], None]:
    return lambda now: _make(field, by, new_uid(), drawn, now)


def _plan(field: Field, by: Actor, drawn: dict[str, Any], due: date, now: datetime) -> Visit:
    field.count("plan_visit")
    return fieldwork.plan_visit(
        new_uid(),
        area_code=by.area_code,
        purpose=drawn["purpose"],
        purpose_note=_PLANNED.get(drawn["purpose"], ""),
        due_on=due,
        point=drawn["point"],
        door=drawn["door"],
        who=drawn["who"],
        phone=drawn["phone"],
        by=by,
        now=now,
    )


def _issue(field: Field, visit: Visit, now: datetime) -> str:
    """Let the station make the code that the resident says at the door; empty without a clerk."""
    clerk = field.clerk(visit.area_code, now)
    if clerk is None:
        return ""
    field.count("issue_code")
    return fieldwork.issue_code(visit.uid, by=clerk, now=now)


def _make(
    field: Field,
    by: Actor,
    uid: UUID,
    drawn: dict[str, Any],
    now: datetime,
    *,
    seen: int | None = None,
    link: UUID | None = None,
    at: datetime | None = None,
) -> None:
    chance = field.chance
    purpose, state = drawn["purpose"], drawn["state"]
    done = state is S.DONE
    at = (at or now).replace(microsecond=0)
    fieldwork.make_visit(
        uid,
        area_code=drawn.get("area_code") or by.area_code,
        purpose=purpose,
        state=state,
        at=at,
        words=chance.choice(_SAID[purpose]) if done else "",
        next_on=local_date(at) + timedelta(days=chance.randint(7, 40))
        if done and link is None and chance.random() < 0.2
        else None,
        point=drawn["point"],
        door=drawn["door"],
        who=drawn["who"],
        phone=drawn["phone"],
        link=link,
        confirm=_confirmed(field, drawn, at) if done and purpose is P.SERVICE else None,
        seen=seen,
        by=by,
        now=now,
    )
    field.count("make_visit")


def make_contact(field: Field, by: Actor, link: UUID, drawn: dict[str, Any], now: datetime) -> None:
    """Let a cadre see a household that is linked to him."""
    _make(field, by, new_uid(), drawn, now, link=link)


def _confirmed(
    field: Field, drawn: dict[str, Any], at: datetime
) -> tuple[str, str, datetime] | None:
    """What the resident says of a service: a code, a tap, a no, or nothing yet."""
    if drawn.get("code"):
        return str(words.Confirm.CODE), drawn["code"], at
    luck = field.chance.random()
    if luck < 0.72:
        return str(words.Confirm.TAP), "", at
    return (str(words.Confirm.DENIED), "", at) if luck > 0.96 else None


def _concerns(field: Field, day: date, now: datetime) -> None:
    """Every matter that was reported on a visit today belongs to a visit that was made."""
    rows = Matter.objects.filter(
        channel=str(matter_words.Channel.VISIT),
        reported_at__gte=field.at(day, clock_time()),
        reported_at__lte=now,
    )
    for matter in rows.defer("search").order_by("reported_at"):
        by = field.worker(matter.area_code, now)
        if by is None or by.account_id != matter.reported_by_id:
            continue
        drawn = _draw(field, matter.area_code, P.OPINION) | {"state": S.DONE}
        uid = new_uid()
        _make(field, by, uid, drawn, now, at=matter.reported_at - timedelta(minutes=3))
        fieldwork.raised_on(uid, number=matter.number, by=by, now=now)
        field.count("raised_on")
