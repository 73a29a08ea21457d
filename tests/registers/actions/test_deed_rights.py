"""People and their own data: see, correct, be answered in time (law, articles 44-50)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gege.kernel.ids import new_uid
from gege.registers.api import (
    Invalid,
    NotFound,
    Refused,
    RightsRequest,
    answer_request,
    ask_to_correct,
    end_record,
    open_own_data,
    own_data,
    receive_request,
    request_by_number,
    requests_of,
    reveal,
    say,
)
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import Cast
from tests.registers.keeping_records import LATER, NOW, Home, citizen_number, enter, go_live


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live()
    return Home(cast.grid_worker)


def ask(cast: Cast, home: Home, kind: str = "see", **more: Any) -> tuple[RightsRequest, str]:
    return receive_request(
        home.resident.uid,
        kind=kind,
        asked_by=more.get("asked_by", "self"),
        identity=more.get("identity", "card_shown"),
        words=more.get("words", ""),
        by=more.get("by", cast.station_clerk),
        now=NOW,
        editions=read_editions(),
    )


def test_the_person_sees_everything_whole_and_who_read_it(cast: Cast, home: Home) -> None:
    person = home.person(
        cast.grid_worker, name="陈本人", id_type="111", id_number=citizen_number(), sex="1"
    )
    enter(
        "care_file",
        {"person": person.uid, "group": ["3"], "visit_cycle": "7", "needs": ["meal"]},
        cast.grid_worker,
    )
    reveal(
        person.uid,
        fields=["name"],
        purpose="contact",
        by=cast.grid_worker,
        now=NOW,
        editions=read_editions(),
    )
    home.resident = person
    asked, code = ask(cast, home)
    opened = open_own_data(asked.number, code, now=LATER)
    data = own_data(opened, now=LATER, editions=read_editions(), language="zh-hans")
    texts = {field.text for record in data.records for field in record.fields}
    assert {"陈本人", citizen_number(), "80岁以上", "助餐"} <= texts
    # The rhythm of visits is a note among staff (L1).
    assert "每周" not in texts
    read = [(one.fields, one.purpose[:7]) for one in data.readings]
    assert read == [(("name",), "上门和电话服务")]
    assert (opened.granted, opened.seen_at) == (True, LATER)


def test_a_wrong_code_opens_nothing_and_five_close_the_request(cast: Cast, home: Home) -> None:
    asked, code = ask(cast, home)
    wrong = f"{(int(code) + 1) % 10**10:010d}"
    for _ in range(5):
        with pytest.raises(NotFound):
            open_own_data(asked.number, wrong, now=LATER)
    with pytest.raises(NotFound):
        open_own_data(asked.number, code, now=LATER)
    asked.refresh_from_db()
    assert (asked.tries, asked.seen_at) == (5, None)


def test_the_code_of_another_request_opens_nothing_and_a_code_ends(cast: Cast, home: Home) -> None:
    first, code = ask(cast, home)
    second, _other = ask(cast, home)
    with pytest.raises(NotFound):
        open_own_data(second.number, code, now=LATER)
    with pytest.raises(NotFound):
        open_own_data("000000-000000", code, now=LATER)
    with pytest.raises(NotFound):
        open_own_data(first.number, code, now=NOW + timedelta(days=7))


def test_what_is_wrong_goes_to_the_community_and_its_answer_comes_back(
    cast: Cast, home: Home
) -> None:
    asked, code = ask(cast, home)
    opened = open_own_data(asked.number, code, now=LATER)
    told = ask_to_correct(opened, "电话应为10000000005", now=LATER)
    waiting = requests_of(cast.station_clerk, state="open")
    assert [one.number for one in waiting] == [told.number]
    answer_request(
        told.number,
        granted=True,
        answer="已更正",
        by=cast.station_clerk,
        now=LATER,
        editions=read_editions(),
    )
    data = own_data(opened, now=LATER, editions=read_editions(), language="zh-hans")
    assert [(one.kind, one.answer) for one in data.requests] == [
        ("correct", "已更正"),
        ("see", "本人已查看"),
    ]
    with pytest.raises(Refused, match="answered_already"):
        answer_request(
            told.number,
            granted=False,
            answer="不对",
            by=cast.station_clerk,
            now=LATER,
            editions=read_editions(),
        )


def test_only_the_persons_own_community_receives_and_answers(cast: Cast, home: Home) -> None:
    for by in (cast.stranger, cast.second_station_clerk):
        with pytest.raises(NotFound):
            ask(cast, home, by=by)
    for by in (cast.grid_worker, cast.county_supervisor, cast.administrator):
        with pytest.raises(Refused, match="not_yours_to_receive"):
            ask(cast, home, by=by)
    asked, _code = ask(cast, home)
    with pytest.raises(NotFound):
        request_by_number(asked.number, cast.stranger)
    assert requests_of(cast.stranger, state="open") == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "sell"}, "kind"),
        ({"asked_by": "neighbour"}, "asked_by"),
        ({"identity": "looks_honest"}, "identity"),
        ({"kind": "correct", "words": ""}, "words"),
        ({"words": "字" * 1001}, "words"),
    ],
)
def test_what_cannot_be_is_named_at_its_entry(
    cast: Cast, home: Home, more: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        ask(cast, home, **more)
    assert caught.value.field == field
    assert not RightsRequest.objects.exists()


def test_the_code_is_kept_nowhere_and_the_line_tells_no_word_of_the_person(
    cast: Cast, home: Home
) -> None:
    asked, code = ask(cast, home, kind="explain", words="为什么登记我的电话")
    row = " ".join(str(value) for value in RightsRequest.objects.filter(pk=asked.pk).values()[0:1])
    line = Entry.objects.filter(stream=f"register:{home.resident.uid}").order_by("-seq")[0]
    assert code not in row
    assert (line.deed, "为什么" in line.payload) == ("receive_request", False)


def own_sheets(cast: Cast, home: Home) -> list[str]:
    asked, code = ask(cast, home)
    opened = open_own_data(asked.number, code, now=LATER)
    data = own_data(opened, now=LATER, editions=read_editions(), language="zh-hans")
    return [one.sheet for one in data.records]


def test_who_is_named_in_a_file_about_others_does_not_read_it(cast: Cast, home: Home) -> None:
    other = Home(cast.grid_worker, name="邻家大人", door="502")
    child = other.person(cast.grid_worker, name="邻家少年", born="2010-03")
    enter(
        "family_file",
        {
            "household": other.household.uid,
            "child": child.uid,
            "guardian": {"uid": str(home.resident.uid), "relation": "51"},
            "service_kind": "newborn_visit",
            "due_on": "2026-08-01",
            "state": "hint",
        },
        cast.grid_worker,
    )
    assert own_sheets(cast, home) == ["居民", "家庭户"]
    home.resident = child
    assert "家庭服务档案" in own_sheets(cast, home)


def test_a_file_that_ended_is_still_shown_while_it_is_kept(cast: Cast, home: Home) -> None:
    typed = {"person": home.resident.uid, "group": ["3"], "visit_cycle": "7", "needs": ["meal"]}
    file = enter("care_file", typed, cast.grid_worker)
    wrong = enter("care_file", typed, cast.grid_worker)
    other = home.person(cast.grid_worker, name="别人")
    about = {"by": cast.grid_worker, "now": LATER, "editions": read_editions()}
    say(
        new_uid(), record=wrong.uid, typed={"person": other.uid}, evidence="seen", **about
    )  # fmt: skip
    for one in (file, wrong):
        end_record(one.uid, on=LATER.date(), why="done", note="", **about)
    assert own_sheets(cast, home).count("照护档案") == 1


def test_a_code_that_was_tried_too_often_is_counted_no_more(cast: Cast, home: Home) -> None:
    asked, _code = ask(cast, home)
    RightsRequest.objects.filter(pk=asked.pk).update(tries=32767)
    with pytest.raises(NotFound):
        open_own_data(asked.number, "0000000000", now=LATER)
