"""The table of messages: a kind stands here or the platform does not know it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from gege.field.messages import attach, move, notice, report, setting
from gege.field.messages.doing import Doing, Done
from gege.field.messages.reading import Body


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind's body may hold, and the deed it becomes."""

    fields: frozenset[str]
    act: Callable[[Doing, Body], Done]


KINDS: Final[Mapping[str, Kind]] = {
    "attach": Kind(attach.FIELDS, attach.attach),
    "move": Kind(move.FIELDS, move.move),
    "notice": Kind(notice.FIELDS, notice.notice),
    "report": Kind(report.FIELDS, report.report),
    "setting": Kind(setting.FIELDS, setting.setting),
}
