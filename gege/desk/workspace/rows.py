"""Matters as lines of a list: names come from the atlas, not from joins."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

from gege.desk.api import MatterRow
from gege.matters.api import Light, Matter, Setting, State, late_step, light_of, names
from gege.matters.api import words as w
from gege.staff.api import Actor

Text = str | Promise
_STEP: Final = " · "
_KNOWN: Final = {9: 1, 12: 2, 15: 2}
"""How many steps of a place, from the township down, go without saying in an area."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Draws matters as a reader of a language sees them at a moment.

    With `own_area` a place is told from there down: who works in a community knows its name.
    """

    setting: Setting
    language: str
    own_area: str = ""

    def rows(self, found: Iterable[Matter]) -> list[MatterRow]:
        return [self.row(one) for one in found]

    def row(self, matter: Matter) -> MatterRow:
        """Return a line; its due time is the holder's: until when the next step must be done."""
        return MatterRow(
            number=matter.number,
            title=matter.title,
            href=matter.get_absolute_url(),
            light=self.light(matter),
            place=self.place(matter),
            holder=self.holder(matter),
            due_at=matter.due_at if matter.ended else matter.step_due_at or matter.due_at,
            settled=matter.ended,
            state=names.name_of(names.STATES, matter.state),
            marks=self.marks(matter),
            at=matter.reported_at,
        )

    def light(self, matter: Matter) -> str:
        if matter.state == State.PAUSED:
            return "paused"
        light = light_of(matter.clock, self.setting.now)
        return "ended" if matter.ended and light is Light.NONE else str(light)

    def place(self, matter: Matter) -> str:
        """Return the place under the names of the day of the report; in English, of today."""
        if not matter.placed:
            return matter.address or matter.place_label
        label = matter.place_label
        if self.language.startswith("en"):
            label = self.setting.atlas.label(matter.area_code, self.language)
        names_down = label.split(_STEP)
        return _STEP.join(names_down[_KNOWN.get(len(self.own_area), 0) :] or names_down[-1:])

    def holder(self, matter: Matter) -> str:
        unit = self.setting.atlas.unit(matter.holder_id)
        return unit.short(self.language) if unit else ""

    def marks(self, matter: Matter) -> tuple[Text, ...]:
        """Return what a glance must not miss: a late step, which the light of the work does not
        show; a grave or urgent matter; a place to be found."""
        marks: list[Text] = []
        late = late_step(State(matter.state), matter.step_due_at, self.setting.now)
        if late is not None:
            marks.append(names.name_of(names.LATE_STEPS, late))
        if matter.severity != w.Severity.NORMAL:
            marks.append(names.name_of(names.SEVERITIES, matter.severity))
        if not matter.placed:
            marks.append(names.name_of(names.STRANDED, "not_placed"))
        return tuple(marks)


def own_area(by: Actor) -> str:
    """Return the area that goes without saying; a department works in all of its county."""
    return "" if by.is_department else by.area_code
