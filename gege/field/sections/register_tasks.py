"""What the registers ask of the worker: differences to settle, findings to work off (R-044).

A difference goes to the phone with both words only where nothing personal is said; of the others
it names the record and the field, and the words are looked at on the platform.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gege.field.scene import Scene
from gege.kernel.county_day import local_date
from gege.registers import api as registers
from gege.registers.api import FindingLine, Level, Question, QuestionLine, Record, Side, Statement
from gege.staff.api import Actor


def register_tasks(scene: Scene) -> dict[str, Any]:
    """Return the first page of both lists for each post; `more` tells that the desk has others."""
    questions: dict[int, dict[str, Any]] = {}
    findings: dict[int, dict[str, Any]] = {}
    more = False
    for actor in scene.held:
        asked, left = _asked(actor, scene)
        found, rest = _found(actor, scene)
        questions |= asked
        findings |= found
        more = more or bool(left or rest)
    return {
        "questions": sorted(questions.values(), key=lambda one: (one["due_on"], int(one["id"]))),
        "findings": sorted(findings.values(), key=_pressing),
        "more": more,
    }


def _asked(actor: Actor, scene: Scene) -> tuple[dict[int, dict[str, Any]], int]:
    lines, more = registers.open_questions(
        by=actor, now=scene.now, editions=scene.where.editions, language=scene.language
    )
    rows = {
        row.pk: row
        for row in Question.objects.select_related("record", "standing", "proposed").filter(
            pk__in=[line.id for line in lines]
        )
    }
    found = {
        line.id: _question(line, rows[line.id], actor, scene) for line in lines if line.id in rows
    }
    return found, more


def _question(line: QuestionLine, row: Question, actor: Actor, scene: Scene) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "record": line.uid,
        "sheet": row.record.sheet,
        "sheet_label": line.sheet,
        "title": line.title,
        "field": line.field.name,
        "label": line.field.words.in_language(scene.language),
        "grid": line.area_code,
        "due_on": line.due_on.isoformat(),
        "late": line.late,
        "words": [
            _word("standing", row.standing, line, scene),
            _word("proposed", row.proposed, line, scene),
        ],
        "may": [choice for choice in ("standing", "proposed") if _may(row, choice, actor)],
    }


def _word(choice: str, said: Statement, line: QuestionLine, scene: Scene) -> dict[str, str]:
    """Return one side's word; its text only where it is nobody's own."""
    names, field = registers.names, line.field
    text = ""
    if field.level <= Level.INTERNAL and not field.keeps_sealed and not field.is_link:
        lists = registers.current_contract(scene.where.editions).code_lists
        text = registers.text_of(said.open.get(field.name), field, lists, scene.language)
    return {
        "value": choice,
        "side": str(names.SIDES.get(said.side, said.side)),
        "on": local_date(said.said_at).isoformat(),
        "text": text,
    }


def _may(row: Question, choice: str, actor: Actor) -> bool:
    how = registers.may_settle(
        role=str(actor.role),
        standing=Side(row.standing.side),
        proposed=Side(row.proposed.side),
        proposed_chosen=choice == "proposed",
    )
    return how is not None


def _found(actor: Actor, scene: Scene) -> tuple[dict[int, dict[str, Any]], int]:
    lines, more = registers.open_findings(
        by=actor, now=scene.now, editions=scene.where.editions, language=scene.language
    )
    uids = [UUID(about.uid) for line in lines for about in line.about]
    sheets = dict(Record.objects.filter(uid__in=uids).values_list("uid", "sheet"))
    return {line.id: _finding(line, sheets) for line in lines}, more


def _finding(line: FindingLine, sheets: Mapping[UUID, str]) -> dict[str, Any]:
    words, rule = registers.finding_names, line.rule
    return {
        "id": str(line.id),
        "rule": rule.code,
        "kind": str(rule.kind),
        "kind_label": str(words.KINDS[rule.kind]),
        "text": str(words.RULES[rule.code]),
        "to_do": str(words.TO_DO[rule.code]),
        "grid": line.area_code,
        "due_on": line.due_on.isoformat() if line.due_on else None,
        "late": line.late,
        "about": [
            {
                "uid": about.uid,
                "title": about.title,
                "sheet": sheets.get(UUID(about.uid), ""),
                "sheet_label": about.sheet,
            }
            for about in line.about
        ],
    }


def _pressing(one: Mapping[str, Any]) -> tuple[bool, bool, str, int]:
    """Tasks before offers, what is late first, then by its day."""
    return (one["kind"] != "task", not one["late"], one["due_on"] or "9999", -int(one["id"]))
