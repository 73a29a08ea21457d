"""Rows of a department's interface: JSON page by page, or one CSV file; called with care (0031).

JSON: `GET address?after=…&limit=1000` answers `{"rows": [{…}], "next": "…", "more": false}`;
`next` is what to ask after the next time, null where there is nothing to go on from. CSV:
`GET address?after=…` answers one file with a line of headings.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from gege.exchange.errors import Away
from gege.exchange.models import Source
from gege.exchange.pulling.harvest import Harvest
from gege.exchange.rules.cursors import LONGEST, OPAQUE, read_cursor
from gege.exchange.rules.figures import MOST_LINES, Count, Key
from gege.exchange.rules.sources import Format
from gege.openapi.api import Answer, call, plain_json

MOST: Final = 32 * 1024 * 1024
SECONDS: Final = 60.0
ROWS_OF_A_PAGE: Final = 1000
MOST_PAGES: Final = 500


def read_pages(source: Source, harvest: Harvest, token: str) -> None:
    """Take the rows that an interface answers since the cursor. Raises Away.

    Pages that came whole are kept when a later one does not come: the cursor stands behind them.
    """
    if source.place["format"] == Format.CSV:
        _read_csv(source, harvest, token)
        return
    kind, _, after = source.cursor.partition(":")
    after = after if kind == OPAQUE else ""
    harvest.opaque = after
    for number in range(MOST_PAGES):
        try:
            content = _json(source, source.place["address"], token, after)
            rows, following = _rows(content), _next(content, after)
        except Away:
            if not number:
                raise
            # What came whole is kept; the next reading goes on behind it.
            harvest.more = True
            return
        for row in rows:
            if isinstance(row, Mapping):
                harvest.take(row)
            else:
                _strange(harvest, "no_object")
        after = harvest.opaque = following
        if not content.get("more"):
            return
        if harvest.full:
            break
    harvest.more = True


def count_pages(source: Source, token: str) -> dict[Key, Count] | None:
    """Return the counts that an interface gives; None where it has no address for them.

    `GET figures` answers `{"figures": [{"area": "…", "month": "2026-05", "count": 3}]}`.
    """
    address = source.place.get("figures") or ""
    if not address:
        return None
    content = _json(source, address, token, None)
    lines = content.get("figures")
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        raise Away("no_figures")
    found: dict[Key, Count] = {}
    for one in lines:
        area, month, count = (one.get(name) for name in ("area", "month", "count"))
        sound = isinstance(count, int) and not isinstance(count, bool) and 0 <= count < 2**53
        if not sound or not all(isinstance(x, str) and len(x) <= 15 for x in (area, month)):
            raise Away("no_figures")
        found[area, month] = Count(count)
    return found


def try_pages(source: Source, token: str) -> int:
    """Ask for one row and return how many came; nothing is taken. Raises Away."""
    if source.place["format"] == Format.CSV:
        answer = _asked(source, source.place["address"], token, {"limit": 1})
        return sum(1 for _ in _lines(answer, source.place["columns"]))
    return len(_rows(_json(source, source.place["address"], token, "", limit=1)))


def _read_csv(source: Source, harvest: Harvest, token: str) -> None:
    place = read_cursor(source.cursor)
    after = str(place.before(source.overlap).value()) if place else ""
    answer = _asked(source, source.place["address"], token, {"after": after})
    for row in _lines(answer, harvest.columns):
        if None in row or None in row.values():
            _strange(harvest, "other_length")
        else:
            harvest.take(row)
        if harvest.full:
            raise Away("too_many_rows")


def _lines(answer: Answer, columns: Sequence[str]) -> Iterator[Mapping[str | None, Any]]:
    """Return the lines of a CSV answer. A line that is longer or shorter than the headings has a
    None among its names or its values."""
    try:
        text = answer.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Away("no_csv") from None
    rows: csv.DictReader[Any] = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [one for one in columns if one not in (rows.fieldnames or ())]
        if missing:
            raise Away("no_column", missing[0])
        yield from rows
    except csv.Error:
        raise Away("no_csv") from None


def _json(
    source: Source, address: str, token: str, after: str | None, limit: int = ROWS_OF_A_PAGE
) -> dict[str, Any]:
    asked = {} if after is None else {"after": after, "limit": limit}
    answer = _asked(source, address, token, asked)
    try:
        content = plain_json(answer.body)
    except ValueError:
        raise Away("no_json") from None
    if not isinstance(content, dict):
        raise Away("no_json")
    return content


def _asked(source: Source, address: str, token: str, query: Mapping[str, Any]) -> Answer:
    heads = {"accept": "application/json" if source.place["format"] == Format.JSON else "text/csv"}
    if token:
        heads["authorization"] = f"Bearer {token}"
    answer = call("GET", _with(address, query), heads=heads, most=MOST, seconds=SECONDS)
    if not answer.fine:
        raise Away(answer.said if answer.status is None else "answered", answer.said)
    if not answer.whole:
        raise Away("too_large")
    return answer


def _with(address: str, query: Mapping[str, Any]) -> str:
    """Return an address with more of a query behind its own."""
    parts = urlsplit(address)
    more = urlencode({name: value for name, value in query.items() if value != ""})
    return urlunsplit(parts._replace(query="&".join(one for one in (parts.query, more) if one)))


def _rows(content: Mapping[str, Any]) -> list[Any]:
    rows = content.get("rows")
    if not isinstance(rows, list) or len(rows) > 10 * ROWS_OF_A_PAGE:
        raise Away("no_rows")
    return rows


def _next(content: Mapping[str, Any], after: str) -> str:
    following = content.get("next")
    if following is None:
        following = ""
    if not isinstance(following, str) or len(following) > LONGEST - 2:
        raise Away("bad_cursor")
    if content.get("more") and (following in ("", after) or not following.isprintable()):
        raise Away("stands_still" if following == after else "bad_cursor")
    return following if following.isprintable() else ""


def _strange(harvest: Harvest, word: str) -> None:
    harvest.read += 1
    harvest.refused[word] += 1
