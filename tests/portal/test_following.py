"""Residents follow their own matter, rate, disagree, add, take it back; nobody else can."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gege.matters import api as matters
from gege.matters.api import Matter, Remark, Reporting
from gege.portal.models import Ticket
from tests.portal.conftest import Resident

CALL = {"name": "居民甲", "phone": "10000000001", "callback": "on"}


def only() -> Matter:
    return Matter.objects.order_by("id")[0]


def do(resident: Resident, deed: Any, who: str, **entry: Any) -> Matter:
    return resident.play.do(deed, only(), resident.play.cast.people[who], **entry)


def settled(resident: Resident) -> None:
    """Worked on by the grid's worker, then verified."""
    do(resident, matters.accept, "grid_worker")
    resident.wait(minutes=20)
    do(resident, matters.complete, "grid_worker", outcome="done", words="坑已经填平")
    if only().state == "completed":
        do(resident, matters.verify, "station_clerk")


def test_the_page_says_how_it_stands_in_plain_words(resident: Resident) -> None:
    number, code = resident.report()
    for page in (resident.own(), resident.follow(number, code) and resident.own()):
        assert number in page
        assert "We have received it. Somebody will take it up." in page
        assert "You hear from us by" in page
        assert "2026-11-24 09:00" in page
    do(resident, matters.accept, "grid_worker")
    page = resident.own()
    assert "The unit below is working on it." in page
    assert "It is to be done by" in page


def test_public_replies_stand_there_and_internal_notes_and_names_do_not(
    resident: Resident,
) -> None:
    resident.report(**CALL)
    do(resident, matters.reply, "grid_worker", words="今天下午<b>来看</b>")
    do(resident, matters.note, "station_clerk", words="此人常来电")
    page = resident.own()
    assert "今天下午&lt;b&gt;来看&lt;/b&gt;" in page
    hidden = ("此人常来电", "王网格", "张站员", "居民甲", "10000000001", "菜市场门口", "大坑")
    assert [words for words in hidden if words in page] == []


@pytest.mark.row("R-110")
def test_a_resident_says_that_it_is_solved_and_may_change_it(resident: Resident) -> None:
    resident.report()
    settled(resident)
    assert only().state == "closed"
    assert resident.say("rate", satisfaction="satisfied").status_code == 302
    resident.say("rate", satisfaction="basically_satisfied", words="谢谢")
    row = Reporting.objects.get()
    assert (row.contact, row.satisfaction, row.words) == (
        "confirmed",
        "basically_satisfied",
        "谢谢",
    )
    assert only().state == "closed"
    for wrong in ("", "not_asked", "1"):
        assert resident.say("rate", satisfaction=wrong).status_code == 422


@pytest.mark.row("R-110")
def test_disagreeing_after_the_closing_reopens_it(resident: Resident) -> None:
    resident.report()
    settled(resident)
    assert resident.say("disagree", words="").status_code == 422
    assert resident.say("disagree", words="还是有坑").status_code == 302
    assert (only().state, only().reopenings) == ("dispatched", 1)
    assert "was given to the unit" in resident.own()


def test_disagreeing_before_the_closing_sends_it_back(resident: Resident) -> None:
    resident.report(**CALL)
    settled(resident)
    assert only().state == "verified"
    resident.say("disagree", words="还是有坑")
    assert only().state == "handling"


def test_it_cannot_be_reopened_when_its_days_are_over(resident: Resident) -> None:
    number, code = resident.report()
    settled(resident)
    resident.wait(days=16)
    resident.follow(number, code)
    assert "No, it is not solved" not in resident.own()
    resident.say("disagree", words="又坏了")
    assert only().state == "closed"


def test_words_are_added_and_are_not_shown_in_public(resident: Resident) -> None:
    resident.report()
    assert resident.say("add", words="坑更大了").status_code == 302
    assert list(Remark.objects.values_list("words", "public")) == [("坑更大了", False)]
    assert "坑更大了" not in resident.own()


def test_taking_it_back_erases_who_it_was(resident: Resident) -> None:
    number, code = resident.report(**CALL)
    assert resident.say("take-back", words="修好了").status_code == 302
    row = Reporting.objects.get()
    assert (row.name, row.phone, only().state) == ("", "", "declined")
    assert resident.follow(number, code).status_code == 302
    page = resident.own()
    assert "You have taken this back." in page
    assert "/r/own/" not in page.replace("/r/own/finish", "")
    for deed in ("rate", "disagree", "add", "take-back"):
        resident.say(deed, words="再来", satisfaction="satisfied")
    assert only().state == "declined"


def test_a_merged_report_is_followed_where_the_work_goes_on(resident: Resident) -> None:
    resident.play.report(title="同一个坑")
    number, _ = resident.report()
    twin = Matter.objects.latest("id")
    resident.play.do(matters.merge, twin, resident.play.cast.station_clerk, parent=only().number)
    settled(resident)
    page = resident.own()
    assert number in page
    assert only().number not in page
    assert "Others have told us the same" in page
    assert "坑已经填平" in page
    resident.say("rate", satisfaction="satisfied")
    assert Reporting.objects.get(matter=twin).satisfaction == "satisfied"


def test_another_browser_sees_nothing(resident: Resident) -> None:
    resident.report()
    stranger = Client()
    for path in ("/r/own", "/r/own/add", "/r/own/rate", "/r/own/take-back"):
        assert stranger.get(path).headers["Location"] == "/r/follow"
        if path != "/r/own":
            assert stranger.post(path, {"words": "别人"}).headers["Location"] == "/r/follow"
    assert not Remark.objects.exists()


def test_the_way_in_ends_after_half_an_hour(resident: Resident) -> None:
    resident.report()
    resident.wait(minutes=31)
    assert resident.own() == ""
    assert resident.client.get("/r/report/done").status_code == 302


def test_the_page_costs_as_much_with_many_answers_as_with_one(resident: Resident) -> None:
    resident.report()
    costs = []
    for _ in range(3):
        do(resident, matters.reply, "grid_worker", words="还在等材料")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            resident.own()
        costs.append(len(asked))
    assert len(set(costs)) == 1
    assert costs[0] <= 8


def test_the_code_is_kept_nowhere(resident: Resident) -> None:
    _, code = resident.report()
    bare = code.replace(" ", "")
    assert len(Ticket.objects.get().code_hash) == 64
    with connection.cursor() as cursor:
        for table in ("portal_ticket", "portal_tally", "matters_matter", "trail_entry"):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{bare}%"])
            assert cursor.fetchone() == (0,), table
