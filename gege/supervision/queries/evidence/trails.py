"""A matter as evidence: its facts, who held it, its instructions, words, files, and its trail."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from gege.matters.api import Attachment, Instruction, Matter, Remark, Setting, light_of
from gege.supervision.rules.evidence import (
    Held,
    Item,
    holdings,
    moment,
    sum_of,
    without_numbers,
)
from gege.supervision.rules.review_words import EvidenceKind
from gege.supervision.rules.reviews import holds_a_step
from gege.territory.api import UnitFacts
from gege.trail.api import GENESIS, Entry, prove_stream

_KEPT_AS_THEY_ARE = frozenset({"area_code"})
"""Values of a line that are long numbers and nobody's: codes of areas."""


def of_matter(matter: Matter, where: Setting) -> list[Item]:
    """Return what a matter was and who held it; its trail is `trail_of`."""
    return [
        _facts(matter, where),
        *_holdings(matter, where),
        *_instructions(matter, where),
        *_remarks(matter),
        *_files(matter),
    ]


def _facts(matter: Matter, where: Setting) -> Item:
    kind = where.book_of(matter).kind(matter.kind)
    data = {
        "number": matter.number,
        "title": without_numbers(matter.title),
        "kind": {"code": matter.kind, "name": kind.name_zh},
        "severity": matter.severity,
        "channel": matter.channel,
        "area_code": matter.area_code,
        "place": without_numbers(matter.place_label),
        "state": matter.state,
        "light": str(light_of(matter.clock, where.now)),
        "rulebook": matter.rulebook,
        "reported_at": moment(matter.reported_at),
        "recorded_at": moment(matter.recorded_at),
        "accepted_at": moment(matter.accepted_at),
        "instructed_at": moment(matter.instructed_at),
        "due_at": moment(matter.due_at),
        "settled_at": moment(matter.settled_at),
        "closed_at": moment(matter.closed_at),
        "limit": {"amount": matter.limit_amount, "unit": matter.limit_unit},
        "outcome": matter.outcome,
        "returns": matter.returns,
        "reopenings": matter.reopenings,
        "final": matter.final,
    }
    title = f"{matter.number} {without_numbers(matter.title)}"
    return Item(EvidenceKind.SUBJECT, title[:200], matter.reported_at, data)


def _holdings(matter: Matter, where: Setting) -> Iterable[Item]:
    lines = Entry.objects.filter(stream=matter.stream).order_by("seq")
    held = [
        Held(one.at, str(after.get("holder") or ""), str(after.get("step_due_at") or ""))
        for one in lines
        for after in (json.loads(one.payload).get("after") or {},)
    ]
    for one in holdings(held, where.now, ended=matter.ended):
        unit = unit_called(one.holder, where)
        data = {
            "matter": matter.number,
            "since": moment(one.since),
            "until": moment(one.until),
            "due": moment(one.due),
            "late_seconds": one.late_seconds,
        }
        yield Item(
            EvidenceKind.HOLDING,
            one.holder,
            one.since,
            data,
            unit_id=unit.id if unit else None,
            unit=one.holder,
        )


def _instructions(matter: Matter, where: Setting) -> Iterable[Item]:
    for row in Instruction.objects.filter(matter=matter).order_by("id"):
        lead = where.unit(row.lead_id)
        data = {
            "matter": matter.number,
            "by": where.unit(row.by_unit_id).name_zh,
            "assisting": [where.unit(one).name_zh for one in row.assisting],
            "words": without_numbers(row.words),
            "issued_at": moment(row.issued_at),
            "limit": {"amount": row.limit_amount, "unit": row.limit_unit},
            "original_due_at": moment(row.original_due_at),
            "due_at": moment(row.due_at),
            "acknowledged_at": moment(row.acknowledged_at),
            "ended_at": moment(row.ended_at),
            "ended_how": row.ended_how,
            "ended_why": without_numbers(row.ended_why),
            "late": row.late,
        }
        title = lead.name_zh
        kind = EvidenceKind.INSTRUCTION
        yield Item(kind, title, row.issued_at, data, unit_id=lead.id, unit=lead.name_zh)


def _remarks(matter: Matter) -> Iterable[Item]:
    for row in Remark.objects.filter(matter=matter).order_by("id"):
        words = without_numbers(row.words)
        data = {"matter": matter.number, "public": row.public, "words": words}
        yield Item(
            EvidenceKind.REMARK,
            words[:60],
            row.at,
            data,
            account_id=row.account_id,
            name=row.name,
            unit=row.unit,
        )


def _files(matter: Matter) -> Iterable[Item]:
    for row in Attachment.objects.filter(matter=matter).order_by("id"):
        yield file_item(row, matter.number, stage=row.stage)


def file_item(row: Any, about: str, **more: str) -> Item:
    """Return a kept file as evidence: its digest tells whether it is still the same."""
    data = {
        "about": about,
        "sha256": row.sha256,
        "media_type": row.media_type,
        "size": row.size,
        **more,
    }
    title = without_numbers(row.name)
    kind = EvidenceKind.FILE
    return Item(kind, title, row.at, data, account_id=row.account_id, name=row.by_name)


def trail_of(stream: str, number: str) -> list[Item]:
    """Return the proof of a trail and every line of it, with what its hash is computed from."""
    proof = prove_stream(stream, key=settings.GEGE_TRAIL_KEY.encode())
    data = {
        "about": number,
        "stream": stream,
        "lines": len(proof.lines),
        "chain": proof.problem or "whole",
        "unsealed": proof.unsealed,
        "seals": [
            {"last_id": one.last_id, "mac": one.mac, "holds": one.holds} for one in proof.seals
        ],
        "head": bytes(proof.lines[-1].hash).hex() if proof.lines else "",
    }
    last = proof.lines[-1].at if proof.lines else None
    found = [Item(EvidenceKind.PROOF, number, last, data)]
    previous = GENESIS
    for line in proof.lines:
        found.append(_line(line, previous, number))
        previous = bytes(line.hash)
    return found


def _line(line: Entry, previous: bytes, number: str) -> Item:
    payload = _masked(line.payload)
    data = {
        "about": number,
        "stream": line.stream,
        "seq": line.seq,
        "deed": line.deed,
        "account": line.account_id,
        "role": line.role,
        "unit_id": line.unit_id,
        "payload": payload,
        "payload_sha256": sum_of(line.payload),
        "masked": payload != line.payload,
        "previous": previous.hex(),
        "hash": bytes(line.hash).hex(),
    }
    held = holds_a_step(line.stream, line.deed, line.role)
    return Item(
        EvidenceKind.LINE,
        line.deed,
        line.at,
        data,
        account_id=line.account_id if held else None,
        name=line.name,
        unit_id=line.unit_id if held else None,
        unit=line.unit,
        post=line.post,
    )


def _masked(payload: str) -> str:
    """Return a payload in which nobody's number can be read; as it is where there is none."""
    read = json.loads(payload)
    masked = _walk(read)
    if masked == read:
        return payload
    return json.dumps(masked, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _walk(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _walk(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_walk(one, name) for one in value]
    if isinstance(value, str) and name not in _KEPT_AS_THEY_ARE:
        return without_numbers(value)
    return value


def unit_called(name: str, where: Setting) -> UnitFacts | None:
    """Return the unit that the trail names: it writes units by their names of the day."""
    return next((one for one in where.atlas.units() if one.name_zh == name), None)
