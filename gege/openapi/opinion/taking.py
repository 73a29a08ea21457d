"""Take a case of the platform: a new one becomes a matter, a later version changes it by rule.

The version decides. The same message again, an older one that was late, and one that overtook
another leave the same matter behind.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from gege.kernel.coordinates import Crs, Point
from gege.matters.api import (
    MatterError,
    Report,
    Reporting,
    Setting,
    Who,
    change_contact,
    note,
    report,
    withdraw,
    words,
)
from gege.notices.api import mark
from gege.openapi.errors import Invalid
from gege.openapi.models import Case, CaseFile, OpinionPlatform, RefusedCase, Sent
from gege.staff.api import Actor, resident

PURPOSE: Final = "opinion case"
OWN_DESCRIPTION: Final = 2000
_PIECE: Final = 1800
_CONTACT: Final = ("name", "phone", "wants_callback", "confidential")
_TOLD: Final[Mapping[str, str]] = {
    "title": "标题",
    "description": "描述",
    "intent": "诉求类型",
    "kind": "类别",
    "severity": "紧急程度",
    "grid": "网格",
    "lng": "经度",
    "lat": "纬度",
    "address": "地点",
    "raised_at": "提出时间",
}
"""Entries whose change is told in a note, as officials call them. A note is data, like what people
type: it stands in the county's language."""
_KEPT_APART: Final = frozenset({*_CONTACT, "attachments", "withdrawn", "version", "crs"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message: `how` is new, changed, again or late."""

    case: Case
    how: str
    ignored: Sequence[str]


def take_case(
    platform: OpinionPlatform,
    their_id: str,
    given: Mapping[str, Any],
    strange: Sequence[str],
    *,
    by: Actor,
    where: Setting,
) -> Taken:
    """Take one message about a case, in one transaction.

    Raises Invalid("version", "version_used") when the version was used for something else, and
    MatterError for what a matter cannot be made of.
    """
    message = _Message(platform, their_id, given, tuple(sorted(set(strange))), by, where)
    try:
        with transaction.atomic():
            return message.take()
    except IntegrityError:
        # The same case came twice at once: the other one was faster.
        with transaction.atomic():
            return message.take()


class _Message:
    def __init__(
        self,
        platform: OpinionPlatform,
        their_id: str,
        given: Mapping[str, Any],
        strange: tuple[str, ...],
        by: Actor,
        where: Setting,
    ) -> None:
        self.platform, self.their_id, self.given = platform, their_id, given
        self.ignored, self.by, self.where = list(strange), by, where
        self.version = int(given["version"])
        self.marks = {
            name: mark(json.dumps(value, default=str, ensure_ascii=False), PURPOSE)
            for name, value in sorted(given.items())
            if name != "version"
        }

    @property
    def now(self) -> datetime:
        return self.where.now

    def take(self) -> Taken:
        rows = Case.objects.select_for_update(of=("self",)).select_related("matter")
        case = rows.filter(platform=self.platform, their_id=self.their_id).first()
        if case is None:
            case, how = self._new(), "new"
        elif self.version < case.version:
            return Taken(case, "late", self.ignored)
        elif self.version == case.version:
            if self.marks != case.marks:
                raise Invalid("version", "version_used")
            return Taken(case, "again", self.ignored)
        else:
            self._change(case)
            how = "changed"
        RefusedCase.objects.filter(
            platform=self.platform, their_id=self.their_id, version__lte=self.version
        ).delete()
        return Taken(case, how, self.ignored)

    def _new(self) -> Case:
        given, now = self.given, self.now
        if given["raised_at"] > now + timedelta(minutes=15):
            raise Invalid("raised_at", "in_the_future")
        description = given.get("description", "")
        matter = report(self._report(description), by=self.by, now=now, where=self.where)
        number = matter.number
        Sent.objects.create(client=self.platform.client, matter=matter)
        case = Case.objects.create(
            platform=self.platform,
            their_id=self.their_id,
            version=self.version,
            marks=self.marks,
            ignored=self.ignored,
            matter=matter,
            raised_at=min(given["raised_at"], now),
            taken_at=now,
            changed_at=now,
            touched_at=now,
            not_before=now,
        )
        said = [f"民情受理反馈平台编号：{self.their_id}"]
        if description[OWN_DESCRIPTION:].strip():
            said.append(description[OWN_DESCRIPTION:].strip())
        if "kind" in self.ignored:
            said.append(f"平台给的类别：{given['kind']}")
        self._note(number, "\n".join(said + self._files(case)))
        self._withdraw(case)
        return case

    def _report(self, description: str) -> Report:
        given = self.given
        lng, lat = given.get("lng"), given.get("lat")
        if (lng is None) != (lat is None):
            raise Invalid("lng", "point_half")
        return Report(
            title=given["title"],
            kind=self._kind(),
            description=description[:OWN_DESCRIPTION],
            grid_code=given.get("grid", ""),
            point=Point(lng, lat) if lng is not None and lat is not None else None,
            crs=Crs(given.get("crs", str(Crs.WGS84))),
            address=given.get("address", ""),
            channel=words.Channel.PLATFORM,
            intent=given.get("intent", ""),
            severity=given.get("severity", ""),
            happened_at=None,
            reported_at=given["raised_at"],
            who=self._who(),
        )

    def _kind(self) -> str:
        book, kind = self.where.book, self.given.get("kind", "")
        if kind and book.has(kind) and not book.kind(kind).retired:
            return str(kind)
        if kind:
            self.ignored = sorted({*self.ignored, "kind"})
        return self.platform.default_kind

    def _who(self) -> Who:
        name, phone = self.given.get("name", ""), self.given.get("phone", "")
        return Who(
            anonymous=not (name or phone),
            name=name,
            phone=phone,
            wants_callback=self.given.get("wants_callback", False) and bool(phone),
            confidential=self.given.get("confidential", False) and bool(name or phone),
        )

    def _change(self, case: Case) -> None:
        """Bring a matter to a later version. Its words stay as they were first sent; what changed
        is told to whoever works on it."""
        changed = {
            name
            for name in {*self.marks, *case.marks}
            if self.marks.get(name) != case.marks.get(name)
        }
        number = case.matter.number
        told = [name for name in _TOLD if name in changed]
        said = [f"{_TOLD[name]}：{self._said(name)}" for name in told] + self._files(case)
        if said:
            head = f"民情受理反馈平台更新了来件（第 {self.version} 版）："
            self._note(number, "\n".join([head, *said]))
        withdrawn = "withdrawn" in changed and self.given.get("withdrawn", False)
        if changed & set(_CONTACT) and not withdrawn:
            change_contact(
                number, reporting_id=_reporting(case), who=self._who(), by=self.by, now=self.now
            )
        case.version, case.marks, case.ignored = self.version, self.marks, self.ignored
        case.changed_at = case.touched_at = case.not_before = self.now
        case.attempts, case.said = 0, ""
        case.save()
        if withdrawn:
            self._withdraw(case)

    def _said(self, name: str) -> str:
        value = self.given.get(name)
        return "（删去）" if value in (None, "") else str(value)

    def _withdraw(self, case: Case) -> None:
        """Let the resident take it back. An ended matter only has it noted."""
        if not self.given.get("withdrawn", False):
            return
        case.matter.refresh_from_db(fields=["state", "version"])
        number = case.matter.number
        if case.matter.ended:
            self._note(number, "居民在民情受理反馈平台撤回了这件事。")
            return
        withdraw(
            number,
            reporting_id=_reporting(case),
            by=resident(case.matter_id),
            now=self.now,
        )

    def _files(self, case: Case) -> list[str]:
        """Queue the files to be fetched; return lines about those that are kept as words only,
        because they do not stand at the platform's own address."""
        lines = []
        known = set(CaseFile.objects.filter(case=case).values_list("address", flat=True))
        for address in dict.fromkeys(self.given.get("attachments", [])):
            if address in known:
                continue
            own = is_own(self.platform, address)
            CaseFile.objects.create(
                case=case,
                address=address,
                state="queued" if own else "words",
                not_before=self.now,
            )
            if not own:
                lines.append(f"附件：{address}")
        return lines

    def _note(self, number: str, text: str) -> None:
        for start in range(0, len(text), _PIECE):
            piece = text[start : start + _PIECE]
            if piece.strip():
                note(number, words=piece, by=self.by, now=self.now)


def is_own(platform: OpinionPlatform, address: str) -> bool:
    """Tell whether a file stands at the platform's own scheme, host and port."""
    if not platform.address:
        return False
    try:
        one, own = urlsplit(address), urlsplit(platform.address)
        return (one.scheme, one.hostname, one.port, one.username) == (
            own.scheme, own.hostname, own.port, None
        )  # fmt: skip
    except ValueError:
        return False


def refuse(
    platform: OpinionPlatform, their_id: str, version: int, said: str, *, now: datetime
) -> None:
    """Remember that a case could not be taken, until a version of it is."""
    with transaction.atomic():
        row, new = RefusedCase.objects.select_for_update().get_or_create(
            platform=platform,
            their_id=their_id,
            defaults={"version": version, "said": said[:300], "first_at": now, "last_at": now},
        )
        if not new:
            row.version, row.said, row.last_at = version, said[:300], now
            row.times += 1
            row.save()


def _reporting(case: Case) -> int:
    rows = Reporting.objects.filter(matter_id=case.matter_id).order_by("id")
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise MatterError("not_found")
    return found
