"""Suggestions where a person chooses, what may be the same, repetition, and the model's page."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gege.matters import api as matters
from gege.matters.api import Matter, Offer, TriageModel
from gege.staff.api import SYSTEM
from tests.cast import GRID, HOUSING, SECOND_GRID
from tests.desk.matter.conftest import Pages
from tests.matters.play import Play
from tests.matters.test_triage_learning import close_many

SUGGEST = "/matters/new/suggestions"
LEARNT = "/supervision/triage-help"
REPEATED = "/matters/repeated"
OF_THE_RAIL = 4
"""Statements of the county's rail alone."""


def learnt(play: Play, number: int = 400) -> TriageModel:
    close_many(play, number)
    return matters.learn_triage(by=SYSTEM, now=play.now)


def sealed(page: Any) -> str:
    found = re.search(r'name="offered" value="([^"]+)"', page.text)
    assert found is not None
    return found.group(1)


@pytest.mark.row("R-062")
def test_a_report_is_suggested_kinds_and_chooses_by_itself(pages: Pages) -> None:
    learnt(pages.play)
    key = str(uuid4())
    typed = {"title": "学校门口路灯坏了", "grid_code": GRID, "receipt_key": key}
    clerk = pages.client("station_clerk")
    shown = clerk.post(SUGGEST, typed)
    assert 'data-suggest="kind" data-value="A01"' in shown.text
    assert not Matter.objects.filter(title=typed["title"]).exists()
    sent = typed | {"kind": "C01", "channel": "counter", "offered": sealed(shown)}
    assert clerk.post("/matters/new", sent).status_code == 302
    offer = Offer.objects.get()
    assert (offer.page, offer.codes[0], offer.chosen) == ("report", "A01", "C01")


def test_without_script_the_same_page_comes_back_with_suggestions_and_every_word(
    pages: Pages,
) -> None:
    learnt(pages.play)
    typed = {"title": "学校门口路灯坏了", "receipt_key": str(uuid4()), "look": "1"}
    page = pages.client("station_clerk").post("/matters/new", typed)
    assert (page.status_code, page.context["form"].errors) == (200, {})
    assert "学校门口路灯坏了" in page.text
    assert 'data-value="A01"' in page.text
    assert page.context["form"]["kind"].value() in (None, "")
    assert not Matter.objects.filter(title="学校门口路灯坏了").exists()


def test_what_may_be_the_same_is_told_while_one_reports_with_its_reasons(pages: Pages) -> None:
    lamp = pages.play.report(title="桥头路灯不亮", kind="A01")
    pages.play.wait(days=2)
    typed = {"title": "桥头的路灯不亮了", "grid_code": GRID}
    page = pages.client("station_clerk").post(SUGGEST, typed)
    assert lamp.number in page.text
    assert "同一网格，2 天前，用词相近" in page.text
    assert lamp.number not in pages.client("stranger").post(SUGGEST, typed).text


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"title": "灯"},
        {"title": "x" * 5000, "description": "y" * 50_000, "grid_code": "'" * 500},
        {"title": "路灯不亮了", "lng": "nan", "lat": "1e999", "crs": "mars"},
        {"title": "路灯不亮了", "lng": "1e300", "lat": "-1e300", "crs": "bd09", "kind": "\x00"},
        {"title": "路灯不亮了", "lng": "30", "lat": "106", "grid_code": "511622999999999"},
    ],
)
def test_hostile_words_are_answered_with_nothing(pages: Pages, typed: dict[str, str]) -> None:
    assert pages.client("station_clerk").post(SUGGEST, typed).status_code == 200


def test_a_forged_suggestion_is_no_suggestion(pages: Pages) -> None:
    entry = {"title": "路面有坑", "kind": "B01", "grid_code": GRID, "channel": "counter"}
    entry |= {"receipt_key": str(uuid4()), "offered": "forged:text:here"}
    assert pages.client("station_clerk").post("/matters/new", entry).status_code == 302
    assert not Offer.objects.exists()


@pytest.mark.row("R-067")
def test_triage_and_dispatch_suggest_and_keep_what_was_chosen(pages: Pages) -> None:
    learnt(pages.play)
    matter = pages.play.triaged(title="学校门口路灯坏了", kind="C01")
    form = pages.open("county_dispatcher", matter, "/triage")
    assert 'data-suggest="kind" data-value="A01"' in form.text
    assert form.context["form"]["kind"].value() == "C01"
    data = {"kind": "A01", "severity": "normal", "intent": "request", "offered": sealed(form)}
    assert pages.press("county_dispatcher", matter, "triage", **data).status_code == 302
    form = pages.open("county_dispatcher", matter, "/dispatch")
    assert f'data-suggest="lead" data-value="{HOUSING}"' in form.text
    data = {"lead": HOUSING, "offered": sealed(form)}
    assert pages.press("county_dispatcher", matter, "dispatch", **data).status_code == 302
    told = list(Offer.objects.order_by("id").values_list("asked", "page", "chosen"))
    assert told == [("kind", "triage", "A01"), ("lead", "dispatch", HOUSING)]


def test_a_candidate_is_one_press_from_the_merging_that_a_person_does(pages: Pages) -> None:
    first = pages.play.report(title="桥头路灯不亮", kind="A01")
    second = pages.play.wait(hours=3).report(title="桥头路灯又不亮", kind="A04")
    page = pages.open("station_clerk", second)
    address = f"/matters/{second.number}/merge?near={first.number}"
    assert f'href="{address}"' in page.text
    form = pages.client("station_clerk").get(address)
    assert form.context["form"]["near"].value() == first.number
    second.refresh_from_db()
    assert second.state == "reported"
    pages.press("station_clerk", second, "merge", near=first.number)
    assert second.state == "merged"
    assert "May be the same" not in pages.open("station_clerk", second).text


def test_a_candidate_that_is_none_is_not_chosen(pages: Pages) -> None:
    matter = pages.play.report(title="桥头路灯不亮", kind="A01")
    pages.play.report(title="桥头路灯又不亮", kind="A01")
    page = pages.open("station_clerk", matter, "/merge?near=20261124-9999999")
    assert page.context["form"]["near"].value() is None


def test_the_page_of_a_matter_says_how_often_it_was_here_before(pages: Pages) -> None:
    given = {"title": "路灯不亮", "kind": "A01", "address": "桥头"}
    first = pages.play.report(**given)
    pages.play.wait(days=40).report(**given)
    third = pages.play.wait(days=40).report(**given)
    page = pages.open("station_clerk", third)
    assert "此处半年内同类事项：此前 2 次" in page.text
    assert first.get_absolute_url() in page.text
    assert "此处半年内同类事项" not in pages.open("station_clerk", first).text


# The list of repeated matters.


def again(play: Play, times: int, **entry: Any) -> list[Matter]:
    given = {"title": "路灯不亮", "kind": "A01", "by": play.cast.county_dispatcher} | entry
    return [play.wait(minutes=1).report(**given) for _one in range(times)]


@pytest.mark.row("R-070")
def test_repeated_matters_lead_to_exactly_their_records(pages: Pages) -> None:
    mine = again(pages.play, 3)
    again(pages.play, 2, kind="C01")
    page = pages.client("township_operator").get(REPEATED)
    (line,) = page.context["rows"]
    assert (line.kind, line.times, line.open) == ("路灯不亮", 3, 3)
    shown = pages.client("township_operator").get(line.href)
    assert [one.number for one in shown.context["rows"]] == [one.number for one in mine][::-1]
    assert pages.client("strange_township_operator").get(REPEATED).context["rows"] == []
    assert pages.client("strange_township_operator").get(line.href).context["rows"] == []
    assert pages.client("electronic_supervisor").get(REPEATED).status_code == 200


def test_the_list_is_a_file_and_costs_the_same_with_one_line_and_with_three(pages: Pages) -> None:
    client = pages.client("county_supervisor")
    again(pages.play, 3)

    def statements() -> int:
        client.get(REPEATED)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(REPEATED).status_code == 200
        return len(caught)

    one = statements()
    again(pages.play, 3, kind="C01")
    again(pages.play, 3, grid_code=SECOND_GRID)
    assert (statements(), len(client.get(REPEATED).context["rows"])) == (one, 3)
    assert one <= 8 + OF_THE_RAIL
    told = client.get(f"{REPEATED}?as=csv").content.decode("utf-8-sig")
    assert "路灯不亮" in told


@pytest.mark.parametrize(
    "query",
    [
        "days=x&by='&kind=%00&area=1",
        "after=%1f%1f%1f",
        "after=5%1f%00%1fA01%1f",
        f"area={GRID}&kind=A01&by=address",
    ],
)
def test_a_hostile_list_address_breaks_nothing(pages: Pages, query: str) -> None:
    again(pages.play, 3)
    assert pages.client("county_supervisor").get(f"{REPEATED}?{query}").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "",
        "area=511622&kind=",
        "area=9&kind=A01",
        "kind=A01",
        f"area={GRID}&kind=%00",
        f"area={GRID}&kind=A01&address=%00",
    ],
)
def test_records_of_no_place_are_not_there(pages: Pages, query: str) -> None:
    answer = pages.client("county_supervisor").get(f"{REPEATED}/records?{query}")
    assert answer.status_code == 404


# The page of what was learnt.


def test_the_models_page_tells_its_figures_against_the_most_frequent(pages: Pages) -> None:
    learnt(pages.play)
    page = pages.client("county_supervisor").get(LEARNT)
    assert page.context["suggesting"]
    kinds, leads = page.context["questions"]
    assert (kinds.used, leads.used) == (True, True)
    assert {one.name for one in kinds.labels} == {"路灯不亮", "暴露垃圾", "低保救助申请"}
    assert "宏平均 F1" in page.text
    assert "现在重新学习" not in page.text
    assert "现在重新学习" in pages.client("administrator").get(LEARNT).text


def test_a_model_that_is_not_used_says_why_and_the_pages_work_without(pages: Pages) -> None:
    page = pages.client("administrator").get(LEARNT)
    assert "还没有学习过" in page.text
    row = learnt(pages.play, 60)
    page = pages.client("administrator").get(LEARNT)
    assert "已结案事项太少，不启用。" in page.text
    TriageModel.objects.filter(pk=row.pk).update(used=["kind"], data=b"broken", seal="0" * 64)
    from gege.matters.queries import triage_help

    triage_help._loaded.cache_clear()
    assert "写入后被改动过" in pages.client("administrator").get(LEARNT).text
    matter = pages.play.triaged(title="学校门口路灯坏了", kind="C01")
    for rest in ("", "/triage", "/dispatch"):
        assert pages.open("county_dispatcher", matter, rest).status_code == 200
    assert pages.client("station_clerk").get("/matters/new").status_code == 200


def test_an_administrator_asks_to_learn_anew(pages: Pages) -> None:
    answer = pages.client("administrator").post(f"{LEARNT}/learn")
    assert (answer.status_code, answer.headers["Location"]) == (302, LEARNT)
    assert pages.client("county_supervisor").post(f"{LEARNT}/learn").status_code == 404


def test_a_call_taker_is_suggested_kinds_while_typing(pages: Pages) -> None:
    learnt(pages.play)
    client = pages.client("hotline_operator")
    shown = client.get(reverse("calls:answers"), {"title": "学校门口路灯坏了"})
    assert 'data-suggest="kind" data-form="call" data-value="A01"' in shown.text
