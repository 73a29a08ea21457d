"""What is typed or declared in bad faith does nothing at the registers' pages."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from gege.kernel.ids import new_uid
from gege.registers.api import Refused, say, share, shipped_document
from gege.staff.api import SYSTEM
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.desk.registers.entering_pages import Desk
from tests.registers.keeping_records import NOW, Home, enter, go_live

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live()
    return Home(cast.grid_worker)


def test_a_declaration_draws_no_markup(cast: Cast, home: Home) -> None:
    document = json.loads(json.dumps(shipped_document()))
    fields = document["registers"][2]["sheets"][0]["fields"]
    fields.append(
        {
            "name": "roof",
            "zh": f"屋顶{SCRIPT}",
            "en": f"Roof {SCRIPT}",
            "type": "text",
            "show": "whole",
            "hint": {"zh": f"看{SCRIPT}", "en": f"Look {SCRIPT}"},
        }
    )
    assert Desk(cast.client("administrator")).publish(document, "加屋顶").status_code == 302
    drawn = Desk(cast.client("grid_worker")).get("/registers/building/new")
    assert "看&lt;script&gt;" in drawn
    assert SCRIPT not in drawn
    declared = Desk(cast.client("administrator")).get("/registers/contract/housing")
    assert "屋顶&lt;script&gt;" in declared
    assert SCRIPT not in declared


@pytest.mark.parametrize("after", ["²", "٣", "9" * 39, "-1", "x", "\x00"])
def test_a_page_that_is_none_begins_anew(cast: Cast, home: Home, after: str) -> None:
    client = cast.client("grid_worker")
    for page in ("/registers/resident", "/registers/differences"):
        assert client.get(page, {"after": after}).status_code == 200


@pytest.mark.parametrize("words", ["\x00", "²" * 18, "a" * 100, "%' or 1=1 --", "٣٣٣٣٣٣٣٣"])
def test_a_search_for_anything_answers(cast: Cast, home: Home, words: str) -> None:
    assert cast.client("grid_worker").get("/registers/resident", {"q": words}).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        {"uid": "x"},
        {"name": "王\x00明"},
        {"born": "9999-99"},
        {"born": "0000-01"},
        {"phone": "x" * 3000},
        {"id_type": "111", "id_number": "²" * 18},
        {"dwelling-0-uid": "not-one"},
        {"dwelling-0-uid": "", "dwelling-0-find": "\x00²²"},
        {"evidence": "x"},
        {"evidence_note": "长" * 500},
    ],
)
def test_an_entry_that_cannot_be_is_named_and_nothing_breaks(
    cast: Cast, home: Home, typed: dict[str, Any]
) -> None:
    sound = {
        "uid": str(new_uid()),
        "name": "赵新民",
        "id_type": "990",
        "born": "1970-01",
        "residence_kind": "1",
        "dwelling-0-uid": str(home.dwelling.uid),
        "evidence": "told",
    }
    answer = Desk(cast.client("grid_worker")).post("/registers/resident/new", **{**sound, **typed})
    assert answer.status_code == 422


def test_a_uid_that_was_used_for_a_word_opens_no_record(cast: Cast, home: Home) -> None:
    used = new_uid()
    say(
        used,
        record=home.building.uid,
        typed={"floors": "6"},
        evidence="seen",
        by=cast.grid_worker,
        now=NOW,
        editions=read_editions(),
    )
    typed = {"building": home.building.uid, "dwelling_no": "601", "occupancy": "1"}
    with pytest.raises(Refused, match="uid_used"):
        enter("dwelling", typed, cast.grid_worker, uid=used)


def test_a_department_with_a_grant_is_offered_nothing_to_write(cast: Cast, home: Home) -> None:
    share(
        sheet="resident",
        fields=["name"],
        receiver="minzheng",
        purpose="contact",
        basis="社会救助暂行办法",
        frequency="on_request",
        valid_from=home.resident.valid_from,
        valid_until=home.resident.valid_from + timedelta(days=900),
        by=SYSTEM,
        now=NOW,
        editions=read_editions(),
    )
    bureau = cast.client("other_department_officer")
    assert "/registers/resident/new" not in bureau.get("/registers/resident").content.decode()
    for page in (
        "/registers/resident/new",
        f"/registers/records/{home.resident.uid}/say",
        f"/registers/records/{home.resident.uid}/end",
    ):
        assert bureau.get(page).status_code == 404, page


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ('"楼栋"', '"楼\\u0000栋"'),
        ('"楼栋"', '"楼\\ud800"'),
        ('"楼栋"', "1e400"),
        ('"楼栋"', "NaN"),
        ('"楼栋"', '"楼栋", "zh": "另一个"'),
        ('"楼栋"', "[" * 3000 + "]" * 3000),
    ],
)
def test_a_document_that_no_database_keeps_is_no_declaration(
    cast: Cast, there: str, instead: str
) -> None:
    document = json.dumps(shipped_document(), ensure_ascii=False)
    assert there in document
    hostile = document.replace(there, instead, 1).encode()
    answer = Desk(cast.client("administrator")).publish(hostile, "试一试")
    assert answer.status_code == 422
