"""The county's terminals: in use, lost, long silent, and some still in stock."""

from datetime import datetime, timedelta
from typing import Final

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Terminal
from gege.simulate.outdoors.luck import SHOWN_GRID, Field
from gege.staff.api import Account, Actor, Role

SEAT: Final = "511622100"
IN_USE: Final = 20
IN_STOCK: Final = 4
MODELS: Final = ("示例终端 A1", "示例终端 A2")
VERSIONS: Final = ("0.3.0", "0.3.0", "0.3.0", "0.2.4")


def give_out(field: Field, now: datetime) -> None:
    """Register the terminals of the seat, hand them to its workers, and let them speak."""
    by = field.stage.roster.of(_centre(field), Role.ADMINISTRATOR, now)[0]
    grids = [one.code for one in field.grids if one.code.startswith(SEAT)]
    # The shown worker comes first, the others are spread over the seat.
    chosen = [SHOWN_GRID, *(code for code in grids[:: max(len(grids) // IN_USE, 1)])]
    workers = [field.worker(code, now) for code in dict.fromkeys(chosen) if code in grids]
    holders = [one for one in workers if one is not None][:IN_USE]
    for number, worker in enumerate(holders, 1):
        one = _register(field, number, by, now)
        _bind(field, one, worker, by, now)
        _speak(field, one, number, worker)
    for number in range(IN_STOCK):
        _register(field, len(holders) + 1 + number, by, now)


def _register(field: Field, number: int, by: Actor, now: datetime) -> Terminal:
    field.count("register_terminal")
    return fieldwork.register_terminal(
        serial=f"SL-{number:04d}",
        model=field.chance.choice(MODELS),
        unit_code=SEAT,
        note="示例",
        by=by,
        now=now,
    )


def _bind(field: Field, one: Terminal, worker: Actor, by: Actor, now: datetime) -> None:
    code = fieldwork.hand_over(one.uid, account_id=worker.account_id or 0, by=by, now=now)
    account = Account.objects.get(id=worker.account_id or 0)
    version = field.chance.choice(VERSIONS)
    fieldwork.enrol(account, code=code, label=one.model, app_version=version, by=worker, now=now)
    field.count("hand_over")
    field.count("enrol")


def _speak(field: Field, one: Terminal, number: int, worker: Actor) -> None:
    """Let a terminal be heard of shortly before the end; one was lost, one is silent for days."""
    hours = {3: 9 * 24}.get(number, field.chance.uniform(0.1, 30))
    version = field.chance.choice(VERSIONS)
    waiting = field.chance.choice((0, 0, 0, 0, 2, 7))

    def heard(now: datetime) -> None:
        fieldwork.contact(one.pk, app_version=version, waiting=waiting, now=now)

    def lost(now: datetime) -> None:
        fieldwork.report_lost(one.uid, note="公交车上丢失（示例）", by=worker, now=now)
        field.count("report_lost")

    field.later(field.end - timedelta(hours=hours), heard)
    if number == 5:
        field.later(field.end - timedelta(hours=20), lost)


def _centre(field: Field) -> int:
    centre = field.stage.atlas.platform_unit(field.stage.home.code)
    assert centre is not None  # every county has its centre
    return centre.id
