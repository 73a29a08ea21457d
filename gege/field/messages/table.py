"""The table of messages: a kind stands here or the platform does not know it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from gege.field.messages import (
    attach,
    entry,
    move,
    notice,
    patrol,
    register_tasks,
    registers,
    report,
    setting,
    visit,
)
from gege.field.messages.doing import Doing, Done
from gege.field.messages.reading import Body


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind's body may hold, and the deed it becomes."""

    fields: frozenset[str]
    act: Callable[[Doing, Body], Done]


KINDS: Final[Mapping[str, Kind]] = {
    "attach": Kind(attach.FIELDS, attach.attach),
    "check_in": Kind(patrol.CHECK_IN, patrol.check_in),
    "entry": Kind(entry.FIELDS, entry.entry),
    "excuse": Kind(patrol.EXCUSE, patrol.excuse),
    "move": Kind(move.FIELDS, move.move),
    "notice": Kind(notice.FIELDS, notice.notice),
    "patrol_end": Kind(patrol.END, patrol.patrol_end),
    "patrol_start": Kind(patrol.START, patrol.patrol_start),
    "register_answer": Kind(register_tasks.ANSWER, register_tasks.register_answer),
    "register_end": Kind(registers.END, registers.register_end),
    "register_finding": Kind(register_tasks.FINDING, register_tasks.register_finding),
    "register_open": Kind(registers.OPEN, registers.register_open),
    "register_say": Kind(registers.SAY, registers.register_say),
    "report": Kind(report.FIELDS, report.report),
    "setting": Kind(setting.FIELDS, setting.setting),
    "track": Kind(patrol.TRACK, patrol.track),
    "visit": Kind(visit.FIELDS, visit.visit),
}
