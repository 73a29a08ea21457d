"""What a line would do to the records today: read, pointed, weighed; the same for preview and deed.

A chunk is planned at once, with a constant number of statements. The rules are those of every
other word: `read_entry`, `effect_of`, `area_of`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from gege.registers.actions.areas import PLACED_BY, area_of
from gege.registers.errors import Invalid
from gege.registers.intake.reach import unit_actor
from gege.registers.intake.store import FileKey
from gege.registers.keeping import values_of
from gege.registers.models import Import, ImportRow, Link, Question, Record, Statement
from gege.registers.queries.aliases import Aliases, aliases_of, followed
from gege.registers.queries.comparing.looking import these
from gege.registers.queries.scope import Reader, may_come_across
from gege.registers.rules.declaration import Contract, Sheet, Side, Type
from gege.registers.rules.entries import Entry, Faulty, read_entry
from gege.registers.rules.intake.targets import is_person, person_field
from gege.registers.rules.saying import Effect, Standing, Verified, effect_of
from gege.registers.rules.values import Value, Wrong


@dataclass(slots=True)
class Plan:
    """One line and what it would do. `record` is None for a new one; with `faults` it does nothing.

    `standings` are what stands in the fields it speaks of, `values` all own values of the record.
    """

    row: ImportRow
    said: Mapping[str, Any]
    record: Record | None = None
    entry: Entry | None = None
    targets: dict[UUID, Record] = field(default_factory=dict)
    area: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    standings: dict[str, Standing | None] = field(default_factory=dict)
    effects: dict[str, Effect] = field(default_factory=dict)
    asked: bool = False
    """A difference about one of its fields is open."""
    faults: dict[str, Wrong] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    """References that lead nowhere, and are not spoken of for that reason."""

    @property
    def changes(self) -> bool:
        """Tell whether anything would be written."""
        return self.record is None or any(
            one is not Effect.REPEATS for one in self.effects.values()
        )


class Planner:
    """Plans the lines of one import against the records of today."""

    def __init__(
        self, one: Import, contract: Contract, reader: Reader, key: FileKey, today: date
    ) -> None:
        self._one, self._contract, self._reader, self._key = one, contract, reader, key
        self.sheet: Sheet = contract.sheets[one.sheet]
        self._today, self._unit = today, unit_actor(one)
        self._areas: dict[tuple[str, str], str] = {}
        self._side = Side(one.side)
        self._person = "" if is_person(self.sheet) else person_field(self.sheet, contract)

    def plan(self, rows: Sequence[ImportRow], *, lock: bool = False) -> list[Plan]:
        """Return the plans of lines whose record is decided, in their order."""
        plans = [Plan(row, self._key.open(row.sealed, row.number)) for row in rows]
        named = self._named(plans, lock=lock and not self._person)
        records = self._files(plans, named, lock=lock) if self._person else named
        targets = self._targets(plans, named)
        for plan in plans:
            if plan.row.record_id is not None and not self._person:
                plan.record = self._usable(records.get(plan.row.record_id), plan)
            self._read(plan, targets)
        self._weigh([plan for plan in plans if plan.entry is not None and plan.record is not None])
        return plans

    def _named(self, plans: Sequence[Plan], *, lock: bool) -> dict[int, Record]:
        """Return the records that lines were matched with; a merged one is the one it became."""
        ids = sorted({plan.row.record_id for plan in plans if plan.row.record_id is not None})
        rows = Record.objects.filter(pk__in=ids).order_by("pk")
        found = {str(one.pk): one for one in rows}
        became = followed(found)
        if not lock:
            return {int(pk): one for pk, one in became.items()}
        wanted = sorted({one.pk for one in became.values()})
        held = Record.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        by_pk = {one.pk: one for one in held}
        return {int(pk): by_pk[one.pk] for pk, one in became.items()}

    def _usable(self, record: Record | None, plan: Plan) -> Record | None:
        """Return a record that may still be spoken of; else the plan says why not."""
        if record is None or not may_come_across(record, self._reader, self._contract):
            plan.faults["@line"] = Wrong("no_such_record")
        elif record.valid_to is not None:
            plan.faults["@line"] = Wrong("record_has_ended")
        else:
            return record
        return None

    def _files(
        self, plans: Sequence[Plan], people: Mapping[int, Record], *, lock: bool
    ) -> dict[int, Record]:
        """Give each line of a file about people its own file, where there is one already."""
        keys = [name for name in self.sheet.title if not self.sheet.by_name[name].is_link]
        ids = {one.pk for one in people.values()}
        # From the people on: beginning with all files of the sheet would cost more with each chunk.
        links = Link.objects.filter(
            target_id__in=these(ids), field=self._person, until__isnull=True
        )
        pairs = list(links.order_by("pk").values_list("target_id", "source_id"))
        sources = Record.objects.filter(pk__in=these({source for _target, source in pairs}))
        facts = sources.values_list("pk", "sheet", "valid_to", "merged_into_id")
        own = [pk for pk, *lives in facts if lives == [self.sheet.code, None, None]]
        rows = Record.objects.filter(pk__in=own).order_by("pk")
        held = {one.pk: one for one in (rows.select_for_update() if lock else rows)}
        files: dict[int, list[Record]] = defaultdict(list)
        for target, source in pairs:
            if source in held:
                files[target].append(held[source])
        for plan in plans:
            person = people.get(plan.row.record_id or 0)
            if self._usable(person, plan) is None or person is None:
                continue
            plan.targets[person.uid] = person
            near = [
                file
                for file in files[person.pk]
                if may_come_across(file, self._reader, self._contract)
                and _same_kind(file, plan.said["typed"], keys)
            ]
            if len(near) > 1:
                plan.faults["@line"] = Wrong("several_files")
            plan.record = near[0] if len(near) == 1 else None
        return held

    def _targets(self, plans: Sequence[Plan], named: Mapping[int, Record]) -> dict[str, Record]:
        """Return the records that lines point at, by the uid that was found when they were read."""
        uids = {
            row["uid"]
            for plan in plans
            for rows in plan.said["refs"].values()
            for row in rows
            if "uid" in row
        }
        rows = Record.objects.filter(uid__in=[UUID(uid) for uid in uids])
        return followed({str(one.uid): one for one in rows})

    def _read(self, plan: Plan, targets: Mapping[str, Record]) -> None:
        typed: dict[str, Any] = dict(plan.said["typed"])
        person = next(iter(plan.targets.values()), None)
        if self._person and person is not None:
            typed[self._person] = {"uid": str(person.uid)}
        for name, rows in plan.said["refs"].items():
            if name == self._person:
                continue
            wishes, fault = self._wishes(name, rows, targets, plan)
            if fault is None:
                typed[name] = wishes
            elif plan.record is None:
                plan.faults.setdefault(name, fault)
            else:
                plan.left_out.append(name)
        if plan.faults:
            return
        try:
            entry = read_entry(
                typed,
                sheet=self.sheet,
                contract=self._contract,
                side=self._side,
                whole=plan.record is None,
                today=self._today,
                known=values_of(plan.record) if plan.record is not None else None,
            )
        except Faulty as faulty:
            plan.faults |= faulty.faults
            return
        if entry.doubts and not self._one.doubts_answered:
            plan.faults |= {
                name: Wrong(f"doubt_{words[0]}") for name, words in entry.doubts.items()
            }
            return
        plan.entry = _spoken(entry)
        self._place(plan, plan.entry)

    def _wishes(
        self,
        name: str,
        rows: Iterable[Mapping[str, Any]],
        targets: Mapping[str, Record],
        plan: Plan,
    ) -> tuple[list[dict[str, Any]], Wrong | None]:
        """Return the references of one field; a single one that leads nowhere spoils the field.

        A household whose members are known in part only keeps the members it has.
        """
        one = self.sheet.by_name[name]
        parts = {part.name for part in one.parts}
        wishes = []
        for row in rows:
            if "uid" not in row:
                return [], Wrong(str(row.get("fault", "points_at_nothing")))
            target = targets.get(row["uid"])
            if target is None or not may_come_across(target, self._reader, self._contract):
                return [], Wrong("points_at_nothing")
            if target.valid_to is not None:
                return [], Wrong("record_has_ended")
            plan.targets[target.uid] = target
            wishes.append({"uid": str(target.uid)} | {key: row[key] for key in parts & set(row)})
        return wishes, None

    def _place(self, plan: Plan, entry: Entry) -> None:
        if plan.record is not None:
            return
        if self.sheet.about and not any(entry.wishes.get(name) for name in self.sheet.about):
            plan.faults[self.sheet.about[0]] = Wrong("needed")
        try:
            plan.area = self._area(plan, entry)
        except Invalid as invalid:
            plan.faults["@area"] = Wrong(invalid.word)
        if plan.faults:
            plan.entry = None
            return
        plan.effects = dict.fromkeys(sorted(entry.names), Effect.STANDS)

    def _area(self, plan: Plan, entry: Entry) -> str:
        """Return where a new record lies; many lines lie at the same place, which is asked once."""
        near = next(
            (
                plan.targets[wish.target].area_code
                for name in PLACED_BY
                for wish in entry.wishes.get(name, ())
            ),
            "",
        )
        has_point = any(self.sheet.by_name[name].type is Type.POINT for name in entry.values)
        key = (near, plan.said["area"])
        if key in self._areas and not has_point:
            return self._areas[key]
        found = area_of(entry, self.sheet, plan.targets, plan.said["area"], self._unit, self._today)
        if not has_point:
            self._areas[key] = found
        return found

    def _weigh(self, plans: Sequence[Plan]) -> None:
        """Say what each field's word would do, with what stands in the records now."""
        linked = self._linked(plans)
        asked = set(
            Question.objects.filter(
                record_id__in=[plan.record.pk for plan in plans if plan.record is not None],
                settled_at__isnull=True,
            ).values_list("record_id", "field")
        )
        for plan in plans:
            record, entry = plan.record, plan.entry
            if record is None or entry is None:
                continue
            plan.values = values_of(record)
            for name in sorted(entry.names):
                one, kept = self.sheet.by_name[name], record.standing.get(name)
                standing = None
                if kept is not None:
                    value = linked[kept[0], name] if one.is_link else plan.values.get(name)
                    standing = Standing(value, Side(kept[1]), Verified(kept[2]))
                plan.standings[name] = standing
                plan.effects[name] = effect_of(
                    standing, entry.value(name), self._side, one.authority
                )
                plan.asked = plan.asked or (record.pk, name) in asked

    def _linked(self, plans: Sequence[Plan]) -> dict[tuple[int, str], Value]:
        """Return what stands in the references that are spoken of: two statements for all."""
        wanted = {
            (plan.record.standing[name][0], name)
            for plan in plans
            if plan.record is not None and plan.entry is not None
            for name in plan.entry.wishes
            if name in plan.record.standing
        }
        rows = Statement.objects.filter(pk__in={pk for pk, _name in wanted})
        said = dict(rows.values_list("pk", "open"))
        values = {(pk, name): said.get(pk, {}).get(name) for pk, name in wanted}
        aliases: Aliases = aliases_of(values.values())
        return {key: aliases.resolved(value) for key, value in values.items()}


def _same_kind(file: Record, typed: Mapping[str, Any], keys: Sequence[str]) -> bool:
    """Tell whether a file is of the kind that a line speaks of; one that says none fits all."""
    values = values_of(file, keys)
    return all(typed.get(name) in (None, values.get(name)) for name in keys)


def _spoken(entry: Entry) -> Entry:
    """Leave out what a file says nothing of: an empty cell takes nothing away."""
    return Entry(
        {name: value for name, value in entry.values.items() if value is not None},
        {name: wishes for name, wishes in entry.wishes.items() if wishes},
        entry.doubts,
    )
