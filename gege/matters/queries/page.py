"""Everything the page of one matter shows, read in a fixed number of statements."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from gege.matters.models import (
    Attachment,
    ClockPause,
    ExtensionRequest,
    Instruction,
    Matter,
    Remark,
    Reporting,
    Watch,
)
from gege.matters.queries.facts import Situation
from gege.matters.queries.scope import matter_by_number
from gege.matters.queries.setting import Setting, setting
from gege.matters.rules.lights import lateness_of, light_of
from gege.matters.rules.moves import possible
from gege.matters.rules.words import Light, Move
from gege.staff.api import Actor
from gege.trail.api import Entry


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One line of the time line; `took` is the time since the step before it."""

    entry: Entry
    payload: dict[str, Any]
    took_seconds: float


@dataclass(frozen=True)
class MatterPage:
    """One matter as one person sees it at one moment."""

    matter: Matter
    by: Actor
    setting: Setting

    @cached_property
    def situation(self) -> Situation:
        return Situation(self.matter, self.by, self.setting)

    @property
    def light(self) -> Light:
        return light_of(self.matter.clock, self.setting.now)

    @property
    def late_seconds(self) -> float:
        return lateness_of(self.matter.clock, self.setting.now).total_seconds()

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        return possible(self.situation.facts())

    @cached_property
    def steps(self) -> list[TraceStep]:
        """The time line, newest first."""
        entries = list(Entry.objects.filter(stream=self.matter.stream).order_by("seq"))
        steps = []
        for before, entry in zip([None, *entries], entries, strict=False):
            took = (entry.at - before.at).total_seconds() if before else 0.0
            steps.append(TraceStep(entry, json.loads(entry.payload), took))
        return steps[::-1]

    @cached_property
    def reporters(self) -> list[Reporting]:
        return self.situation.reporters

    @cached_property
    def remarks(self) -> list[Remark]:
        return list(Remark.objects.filter(matter=self.matter).order_by("-id"))

    @cached_property
    def files(self) -> list[Attachment]:
        return list(Attachment.objects.filter(matter=self.matter).order_by("id"))

    @cached_property
    def instructions(self) -> list[Instruction]:
        return list(Instruction.objects.filter(matter=self.matter).order_by("-id"))

    @cached_property
    def extensions(self) -> list[ExtensionRequest]:
        return list(ExtensionRequest.objects.filter(matter=self.matter).order_by("-id"))

    @cached_property
    def pauses(self) -> list[ClockPause]:
        return list(ClockPause.objects.filter(matter=self.matter).order_by("-id"))

    @cached_property
    def duplicates(self) -> list[Matter]:
        return list(Matter.objects.filter(parent=self.matter).defer("search").order_by("id"))

    @cached_property
    def watched(self) -> bool:
        return Watch.objects.filter(matter=self.matter, account_id=self.by.account_id or 0).exists()


def matter_page(number: str, *, by: Actor, now: datetime) -> MatterPage:
    """Open a matter's page; raises NotFound when it is not for this person."""
    return MatterPage(matter_by_number(number, by), by, setting(now))
