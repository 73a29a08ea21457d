"""Writing the ledger: what a line says, and how it stands or falls with its deed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from gege.trail.api import Entry, Signature, record
from gege.trail.rules import canonical, stamp

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WHO = Signature(None, "gege", "system@system", "system", None, "")


class Colour(StrEnum):
    RED = "red"


def test_a_payload_has_one_spelling() -> None:
    values = {
        "b": datetime(2026, 11, 24, 17, 0, tzinfo=ZoneInfo("Asia/Shanghai")),
        "a": date(2026, 1, 2),
        "d": Decimal("1.50"),
        "c": UUID(int=1),
        "e": timedelta(hours=1),
        "f": Colour.RED,
        "g": "中文😀",
        "h": None,
    }
    assert canonical(values) == (
        '{"a":"2026-01-02","b":"2026-11-24T09:00:00.000000Z",'
        '"c":"00000000-0000-0000-0000-000000000001","d":"1.50","e":"3600s","f":"red",'
        '"g":"中文😀","h":null}'
    )
    assert canonical(dict(reversed(values.items()))) == canonical(values)


def test_what_has_no_spelling_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no place in a ledger payload"):
        canonical({"a": object()})


def test_a_moment_is_hashed_in_one_spelling_whatever_its_zone() -> None:
    local = NOW.astimezone(ZoneInfo("Asia/Shanghai"))
    assert stamp(local) == stamp(NOW) == "2026-11-24T09:00:00.000000Z"


@pytest.mark.django_db(transaction=False)
def test_lines_of_a_stream_follow_each_other_and_streams_do_not_meet() -> None:
    for stream in ("one", "two", "one", "one"):
        record(stream=stream, deed="note", by=WHO, now=NOW)
    rows = Entry.objects.filter(stream__in=("one", "two")).order_by("id")
    assert list(rows.values_list("stream", "seq")) == [
        ("one", 1),
        ("two", 1),
        ("one", 2),
        ("one", 3),
    ]


@pytest.mark.row("R-088")
def test_a_line_falls_with_its_deed(db: None) -> None:
    class UndoneError(Exception):
        pass

    def deed() -> None:
        with transaction.atomic():
            record(stream="undone", deed="note", by=WHO, now=NOW)
            raise UndoneError

    with pytest.raises(UndoneError):
        deed()
    assert Entry.objects.filter(stream="undone").exists() is False
