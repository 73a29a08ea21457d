"""Whoever has the database alone reads no identity number and nothing sensitive in it."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection

from gege.kernel.ids import new_uid
from gege.registers.api import Record, reveal, say, share
from gege.registers.keeping import values_of
from gege.staff.api import SYSTEM
from gege.territory.api import read_editions
from tests.cast import CIVIL_AFFAIRS, Cast
from tests.registers.keeping_records import LATER, NOW, Home, citizen_number, enter, go_live

REASON = "家庭人均收入高于标准三十七元"
APPEAL = "申请人不服并补交病历"
CHILD = "龙小宝"


def dump() -> str:
    """Everything that stands in any table, as `COPY` writes it."""
    out = BytesIO()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        for (table,) in cursor.fetchall():
            quoted = connection.ops.quote_name(table)
            with cursor.copy(f"COPY {quoted} TO STDOUT") as rows:
                for row in rows:
                    out.write(bytes(row))
    # JSON in a table may stand with escaped signs; both spellings are looked at.
    text = out.getvalue().decode()
    return text + json.dumps(text, ensure_ascii=True)


@pytest.mark.row("R-037")
def test_numbers_and_sensitive_words_are_in_no_table(cast: Cast, own_keys: Any) -> None:
    go_live()
    home = Home(cast.grid_worker)
    number, later = citizen_number("19520909", 7), citizen_number("19520909", 8)
    person = home.person(
        cast.grid_worker, name="赵有号", id_type="111", id_number=number, born="1952-09"
    )
    say(
        new_uid(),
        record=person.uid,
        typed={"id_number": later},
        evidence="document",
        by=cast.grid_worker,
        now=LATER,
        editions=read_editions(),
    )
    child = home.person(cast.grid_worker, name=CHILD, born="2019-05", phone="10000007777")
    share(
        sheet="resident",
        fields=["name"],
        receiver=CIVIL_AFFAIRS,
        purpose="verification",
        basis="社会救助暂行办法",
        frequency="on_request",
        valid_from=NOW.date(),
        valid_until=NOW.date() + timedelta(days=30),
        by=SYSTEM,
        now=NOW,
        editions=read_editions(),
    )
    file = enter(
        "assistance_file",
        {
            "person": str(person.uid),
            "kind": "1",
            "state": "refused",
            "from": "2026-01-01",
            "review_on": "2026-12-01",
            "source_ref": "武民函2026第9号",
            "refusal_reason": REASON,
            "appeal": APPEAL,
        },
        cast.other_department_officer,
        evidence="document",
    )
    seen = reveal(
        person.uid,
        fields=["id_number"],
        purpose="verification",
        by=cast.grid_worker,
        now=LATER,
        editions=read_editions(),
        stepped_up=True,
    )
    assert seen == {"id_number": later}
    hidden = (number, later, number[6:14], REASON, APPEAL, CHILD, "10000007777")
    text = dump()
    assert [one for one in hidden if one in text] == []
    # The test could find them: what is open is there, and the values are kept.
    assert "赵有号" in text
    assert values_of(Record.objects.get(pk=file.pk))["refusal_reason"] == REASON
    assert values_of(Record.objects.get(pk=child.pk))["name"] == CHILD
