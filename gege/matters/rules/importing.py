"""Reading another system's requests row by row; nothing here touches the database.

A mapping says which column means what, how times are written, and which of their kinds is which
of ours. What cannot be taken is named by row and column; what is odd but usable is taken and said.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gege.kernel.coordinates import Crs, Point, looks_swapped

FIELDS: Final = (
    "ref",
    "title",
    "kind",
    "opened",
    "target",
    "closed",
    "words",
    "answer",
    "address",
    "latitude",
    "longitude",
    "channel",
)
NEEDED: Final = ("ref", "title", "opened")
FAR_AHEAD: Final = timedelta(days=5 * 366)


@dataclass(frozen=True)
class SourceMapping:
    """How to read one source; made by `mapping_from` from a small JSON document."""

    system: str
    zone: ZoneInfo
    crs: Crs
    columns: Mapping[str, str]
    kinds: Mapping[str, str]
    channels: Mapping[str, str]
    default_kind: str
    default_channel: str
    default_points: frozenset[tuple[float, float]] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """One request that can be taken."""

    line: int
    ref: str
    title: str
    kind: str
    channel: str
    opened: datetime
    target: datetime | None
    closed: datetime | None
    words: str = ""
    answer: str = ""
    address: str = ""
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Dirt:
    """Something wrong with a row. `fatal` rows are left out, others are taken as said."""

    line: int
    ref: str
    word: str
    value: str
    fatal: bool


@dataclass
class Reading:
    """What a file holds: rows to take, and its dirt."""

    rows: list[Row] = field(default_factory=list)
    dirt: list[Dirt] = field(default_factory=list)


def mapping_from(document: Mapping[str, Any]) -> SourceMapping:
    """Check a mapping document; raises ValueError that names what is wrong with it."""
    columns = document.get("columns")
    if not isinstance(columns, dict) or any(name not in columns for name in NEEDED):
        raise ValueError(f"the mapping's columns must name at least {', '.join(NEEDED)}")
    unknown = sorted(set(columns) - set(FIELDS))
    if unknown:
        raise ValueError(f"the mapping names unknown fields: {', '.join(unknown)}")
    try:
        zone = ZoneInfo(str(document.get("zone", "Asia/Shanghai")))
        crs = Crs(document.get("crs", "wgs84"))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"the mapping's zone or crs cannot be used: {error}") from error
    if not document.get("system") or not document.get("default_kind"):
        raise ValueError("the mapping needs a system and a default_kind")
    return SourceMapping(
        system=str(document["system"])[:30],
        zone=zone,
        crs=crs,
        columns=columns,
        kinds=document.get("kinds", {}),
        channels=document.get("channels", {}),
        default_kind=str(document["default_kind"]),
        default_channel=str(document.get("default_channel", "platform")),
        default_points=frozenset((float(a), float(b)) for a, b in document.get("no_place", ())),
    )


def read_rows(lines: Iterable[Mapping[str, str]], how: SourceMapping, now: datetime) -> Reading:
    """Read every row once; a reference that comes twice is taken the first time."""
    reading = Reading()
    seen: set[str] = set()
    for number, raw in enumerate(lines, start=2):
        ref = _cell(raw, how, "ref")[:60]
        problems = list(_problems(raw, how, now))
        if ref in seen:
            problems.append(("twice", ref, True))
        seen.add(ref)
        reading.dirt += [Dirt(number, ref, word, value[:60], bad) for word, value, bad in problems]
        if not any(bad for _, _, bad in problems):
            reading.rows.append(_row(number, raw, how))
    return reading


def _problems(
    raw: Mapping[str, str], how: SourceMapping, now: datetime
) -> Iterator[tuple[str, str, bool]]:
    for name in NEEDED:
        if not _cell(raw, how, name):
            yield f"{name}_missing", "", True
            return
    times = {}
    for name in ("opened", "target", "closed"):
        text = _cell(raw, how, name)
        times[name] = _time(text, how)
        if text and times[name] is None:
            yield f"{name}_unreadable", text, True
            return
    yield from _odd_times(times["opened"], times["target"], times["closed"], now)
    yield from _odd_place(raw, how)


def _odd_times(
    opened: datetime | None, target: datetime | None, closed: datetime | None, now: datetime
) -> Iterator[tuple[str, str, bool]]:
    assert opened is not None  # needed, and readable
    if opened > now:
        yield "opened_in_the_future", opened.isoformat(), True
    if closed is not None and closed < opened:
        yield "closed_before_opened", closed.isoformat(), True
    if closed is not None and closed > now:
        yield "closed_in_the_future", closed.isoformat(), True
    if target is not None and target < opened:
        yield "target_before_opened", target.isoformat(), False
    if target is not None and target - opened > FAR_AHEAD:
        yield "target_far_ahead", target.isoformat(), False


def _odd_place(raw: Mapping[str, str], how: SourceMapping) -> Iterator[tuple[str, str, bool]]:
    latitude, longitude = _cell(raw, how, "latitude"), _cell(raw, how, "longitude")
    if not latitude and not longitude:
        return
    spot = _numbers(latitude, longitude)
    if spot is None:
        yield "place_unreadable", f"{latitude},{longitude}", False
    elif spot in how.default_points:
        yield "place_is_a_default", f"{latitude},{longitude}", False
    elif looks_swapped(Point(lng=spot[1], lat=spot[0])):
        yield "place_looks_swapped", f"{latitude},{longitude}", False


def _row(number: int, raw: Mapping[str, str], how: SourceMapping) -> Row:
    opened = _time(_cell(raw, how, "opened"), how)
    assert opened is not None  # checked before
    spot = _numbers(_cell(raw, how, "latitude"), _cell(raw, how, "longitude"))
    placed = spot is not None and spot not in how.default_points
    return Row(
        line=number,
        ref=_cell(raw, how, "ref")[:60],
        title=_cell(raw, how, "title")[:120],
        kind=how.kinds.get(_cell(raw, how, "kind"), how.default_kind),
        channel=how.channels.get(_cell(raw, how, "channel"), how.default_channel),
        opened=opened,
        target=_time(_cell(raw, how, "target"), how),
        closed=_time(_cell(raw, how, "closed"), how),
        words=_cell(raw, how, "words")[:2000],
        answer=_cell(raw, how, "answer")[:2000],
        address=" ".join(_cell(raw, how, "address").split())[:200],
        point=Point(lng=spot[1], lat=spot[0]) if spot and placed else None,
    )


def _cell(raw: Mapping[str, str], how: SourceMapping, name: str) -> str:
    return (raw.get(how.columns.get(name, ""), "") or "").replace("\x00", "").strip()


def _time(text: str, how: SourceMapping) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=how.zone)


def _numbers(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Return (latitude, longitude) on earth, or None."""
    try:
        spot = float(latitude), float(longitude)
    except ValueError:
        return None
    return spot if -90 <= spot[0] <= 90 and -180 <= spot[1] <= 180 else None
