"""The rulebook: kinds, limits, routes and thresholds as one immutable, versioned value.

An administrator's edit makes a new edition; a matter keeps the number of the edition it was
reported under for life (R-086). Everything here is a lookup, nothing asks the database.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from gege.kernel.working_time import Limit, NearDue, TimeUnit
from gege.matters.rules.words import (
    Entry,
    Family,
    FirstTime,
    Intent,
    Nature,
    Severity,
    Stage,
    Tier,
)

ANY: Final = "*"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of matter (事项类别).

    `leads` are codes of departments that may lead it, the first assigned first; `routine` may be
    closed by the locality without verification (R-063); `major` may skip the levels (R-069).
    """

    code: str
    name_zh: str
    name_en: str
    group_zh: str
    group_en: str
    nature: Nature
    family: Family
    intent: Intent
    first_time: FirstTime
    entry: Entry = Entry.LOCALITY
    severity: Severity = Severity.NORMAL
    routine: bool = False
    major: bool = False
    leads: tuple[str, ...] = ()
    scheme: str = "gege"
    retired: bool = False

    def name(self, language: str) -> str:
        """Return the kind's name in a language; Chinese where English is missing."""
        return self.name_en if language.startswith("en") and self.name_en else self.name_zh

    def group(self, language: str) -> str:
        return self.group_en if language.startswith("en") and self.group_en else self.group_zh


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One line of the limit table; `*` matches anything, the most specific line wins."""

    stage: Stage
    amount: int
    unit: TimeUnit
    kind: str = ANY
    severity: str = ANY
    tier: str = ANY

    @property
    def limit(self) -> Limit:
        return Limit(self.amount, self.unit)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Figures the report leaves open, as settings with the defaults of section 1.8."""

    near_due: NearDue = field(default_factory=NearDue)
    return_within_hours: int = 8
    contact_tries: int = 2
    silent_days: int = 3
    pause_cap_days: int = 10
    extension_cap_percent: int = 100
    reopen_days: int = 15
    entry_delay_hours: int = 24
    future_minutes: int = 5


@dataclass(frozen=True)
class Rulebook:
    """An edition of the rules. Raises LookupError for a kind it never had."""

    number: int
    kinds: tuple[Kind, ...]
    limits: tuple[LimitRow, ...]
    thresholds: Thresholds = field(default_factory=Thresholds)

    @cached_property
    def _by_code(self) -> dict[str, Kind]:
        return {kind.code: kind for kind in self.kinds}

    @cached_property
    def _by_stage(self) -> dict[Stage, tuple[LimitRow, ...]]:
        return {stage: tuple(row for row in self.limits if row.stage is stage) for stage in Stage}

    @property
    def live_kinds(self) -> tuple[Kind, ...]:
        return tuple(kind for kind in self.kinds if not kind.retired)

    def kind(self, code: str) -> Kind:
        """Return a kind, retired ones included: old matters keep theirs."""
        try:
            return self._by_code[code]
        except KeyError:
            raise LookupError(f"edition {self.number} has no kind {code!r}") from None

    def has(self, code: str) -> bool:
        return code in self._by_code

    def line(self, stage: Stage, kind: str, severity: Severity, tier: Tier) -> LimitRow:
        """Return the line that decides a step: the one that names the most of kind, severity, tier.

        Kind outweighs severity, severity outweighs tier. Raises LookupError when no line fits;
        `problems_of` refuses such a rulebook, so a published one always answers.
        """
        best: LimitRow | None = None
        best_rank = -1
        for row in self._by_stage[stage]:
            if row.kind not in (ANY, kind) or row.severity not in (ANY, severity):
                continue
            if row.tier not in (ANY, tier):
                continue
            rank = 4 * (row.kind != ANY) + 2 * (row.severity != ANY) + (row.tier != ANY)
            if rank > best_rank:
                best, best_rank = row, rank
        if best is None:
            raise LookupError(f"no {stage} limit for {kind}, {severity}, {tier}")
        return best

    def limit(self, stage: Stage, kind: str, severity: Severity, tier: Tier) -> Limit:
        """Return the limit of a step as its line states it; raises LookupError, see `line`."""
        return self.line(stage, kind, severity, tier).limit


THRESHOLD_RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "return_within_hours": (1, 200),
    "contact_tries": (1, 20),
    "silent_days": (1, 60),
    "pause_cap_days": (0, 250),
    "extension_cap_percent": (0, 500),
    "reopen_days": (0, 365),
    "entry_delay_hours": (0, 720),
    "future_minutes": (0, 120),
}
"""Every threshold that is one number, and what it may be; `NearDue` refuses its own nonsense."""
CODE: Final = re.compile(r"[0-9A-Za-z.-]{1,20}")


def problems_of(book: Rulebook) -> list[str]:
    """Return what is wrong with a rulebook, in words for its editor; empty when it may be used.

    A published edition stays with its matters for life, so whatever a deed would stumble over
    later is refused here.
    """
    return [*_problems_of_kinds(book), *_problems_of_limits(book), *_problems_of_thresholds(book)]


def _problems_of_kinds(book: Rulebook) -> Iterator[str]:
    codes = [kind.code for kind in book.kinds]
    for code in sorted(set(codes)):
        if codes.count(code) > 1:
            yield f"kind {code} stands twice"
    for kind in book.kinds:
        if not kind.code or not kind.name_zh:
            yield f"kind {kind.code or '?'} needs a code and a Chinese name"
        elif not CODE.fullmatch(kind.code):
            yield f"the code {kind.code} may have 20 letters, digits, dots and hyphens at most"
    if not book.live_kinds:
        yield "no kind is in use"


def _problems_of_limits(book: Rulebook) -> Iterator[str]:
    codes = {kind.code for kind in book.kinds}
    for row in book.limits:
        if row.kind != ANY and row.kind not in codes:
            yield f"a {row.stage} limit names the unknown kind {row.kind}"
        if row.severity not in (ANY, *Severity):
            yield f"a {row.stage} limit names the unknown severity {row.severity}"
        if row.tier not in (ANY, *Tier):
            yield f"a {row.stage} limit names the unknown tier {row.tier}"
        try:
            _ = row.limit
        except (TypeError, ValueError):
            yield f"a {row.stage} limit of {row.amount} {row.unit} is not possible"
    for stage in Stage:
        if not any(
            row.stage is stage and row.kind == row.severity == row.tier == ANY
            for row in book.limits
        ):
            yield f"stage {stage} needs a line for everything that no other line names"


def _problems_of_thresholds(book: Rulebook) -> Iterator[str]:
    for name, (least, most) in THRESHOLD_RANGES.items():
        value = getattr(book.thresholds, name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            yield f"{name} must be a whole number from {least} to {most}"
