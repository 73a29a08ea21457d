"""One campaign: the sample form in one community, half done when the play ends."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Final
from uuid import uuid4
from xml.sax.saxutils import escape, quoteattr

from django.core.files.uploadedfile import SimpleUploadedFile

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Assignment, Entry, words
from gege.matters.api import local_date
from gege.simulate.outdoors.luck import Field
from gege.staff.api import Actor

COMMUNITY: Final = "511622100001"
DOORS: Final = 6
"""Of every building so many doors are asked."""
PER_DAY: Final = 4
"""Doors that a worker asks on a working day."""
LASTS: Final = timedelta(days=12)
_OUTCOMES: Final = (
    (words.Outcome.DONE, 80),
    (words.Outcome.ABSENT, 11),
    (words.Outcome.REFUSED, 5),
    (words.Outcome.REVISIT, 4),
)


def begin(field: Field, now: datetime) -> None:
    """Upload the sample form, prepare the campaign, say how many doors, and open it."""
    by = field.operator(COMMUNITY, now)
    if by is None or not any(code.startswith(COMMUNITY) for code in field.points):
        return
    sheet = SimpleUploadedFile("dwelling-survey.xlsx", fieldwork.sample_form())
    form = fieldwork.upload_form(sheet, by=by, now=now).form
    campaign = fieldwork.draft_campaign(
        title="解放路社区房屋与家庭情况采集（示例）",
        purpose="了解楼栋用途和居民需要的帮助；不问姓名、身份证号和电话。",
        area_codes=[COMMUNITY],
        form_id=form.form_id,
        version=form.version,
        opens_on=local_date(now),
        due_on=local_date(field.end + LASTS),
        sample_percent=5,
        by=by,
        now=now,
    )
    rows = Assignment.objects.filter(campaign=campaign).values_list("pk", flat=True)
    fieldwork.assign(campaign.uid, list(rows), expected=DOORS, by=by, now=now)
    fieldwork.open_campaign(campaign.uid, by=by, now=now)
    field.count("open_campaign")
    field.campaign = campaign.pk


def plan_day(field: Field, day: date, now: datetime) -> None:
    """Let every worker of the community ask some doors on a working day."""
    if field.campaign is None or not field.stage.calendar.is_working(day):
        return
    for grid in sorted(code for code in field.points if code.startswith(COMMUNITY)):
        by = field.worker(grid, now)
        if by is None:
            continue
        for turn in range(PER_DAY):
            at = field.at(day, clock_time(16)) + field.minutes(turn * 22, turn * 22 + 20)
            if at > now:
                field.later(at, _asking(field, by, grid))
    field.later(field.at(day, clock_time(19, 40)), lambda then: _look_again(field, then))


def _asking(field: Field, by: Actor, grid: str) -> Callable[[datetime], None]:
    return lambda now: _ask(field, by, grid, now)


def _ask(field: Field, by: Actor, grid: str, now: datetime) -> None:
    """Ask the next door of the grid, building after building; two in three buildings so far."""
    rows = list(
        Assignment.objects.filter(campaign_id=field.campaign or 0, area_code=grid)
        .select_related("campaign__form")
        .order_by("point__name", "pk")
    )
    asked = Entry.objects.filter(campaign_id=field.campaign or 0, area_code=grid).count()
    if asked >= len(rows) * DOORS * 2 // 3:
        return
    row, place = rows[asked // DOORS], asked % DOORS
    door = f"1单元{place + 1}01"
    chance = field.chance
    outcome = chance.choices([o for o, _ in _OUTCOMES], [w for _, w in _OUTCOMES])[0]
    uid = f"uuid:{uuid4()}"
    form = row.campaign.form
    at = now.replace(microsecond=0)
    done = outcome is words.Outcome.DONE
    fieldwork.take_entry(
        uid,
        campaign_uid=row.campaign.uid,
        form_id=form.form_id,
        version=form.version,
        assignment_id=row.pk,
        door=door,
        outcome=outcome,
        note="",
        xml=_answer(field, uid, form.form_id, form.version, door, at) if done else "",
        files={},
        via="handheld",
        at=at,
        by=by,
        now=now,
    )
    field.count("take_entry")


def _answer(field: Field, uid: str, form_id: str, version: str, door: str, at: datetime) -> str:
    """Return a filled-in form; persons and wishes are drawn, nobody is meant."""
    chance = field.chance
    persons = chance.randint(1, 5)
    use = chance.choice(("living", "living", "living", "both", "shop"))
    values = {
        "start": (at - timedelta(minutes=6)).isoformat(),
        "end": at.isoformat(),
        "gege_building": "",
        "gege_door": door,
        "gege_outcome": "done",
        "gege_note": "",
    }
    dwelling = {
        "use": use,
        "storeys": str(chance.randint(3, 7)),
        "smoke_alarm": chance.choice(("yes", "no", "no")),
        "stairs": "",
    }
    household = {
        "persons": str(persons),
        "aged": str(chance.randint(0, min(persons, 2))),
        "help": chance.choice(("none", "none", "steps", "meals papers")),
    }
    return (
        f"<data xmlns:orx='http://openrosa.org/xforms' id={quoteattr(form_id)} "
        f"version={quoteattr(version)}>{_tags(values)}"
        f"<dwelling>{_tags(dwelling)}</dwelling><household>{_tags(household)}</household>"
        f"<orx:meta><orx:instanceID>{uid}</orx:instanceID></orx:meta></data>"
    )


def _tags(values: dict[str, str]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in values.items())


def _look_again(field: Field, now: datetime) -> None:
    """The station looks at two of the answers that were drawn for a second look."""
    clerk = field.clerk(COMMUNITY, now)
    due = Entry.objects.filter(campaign_id=field.campaign or 0, check_state=words.CheckState.DUE)
    if clerk is None:
        return
    for entry in due.order_by("pk")[:1]:
        fieldwork.check_entry(entry.uid, state=words.CheckState.AGREED, by=clerk, now=now)
        field.count("check_entry")
