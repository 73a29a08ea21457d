"""Pairs of records at a desk: the list, one side by side, many at once, two again."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.registers.actions.pairing.find import find_pairs
from gege.registers.api import Finding, Merge, Pair, Record, run_rules
from gege.territory.api import read_editions
from gege.trail.api import AccessLine
from tests.cast import COMMUNITY, GRID, Cast
from tests.desk.registers.entering_pages import Desk
from tests.registers.actions.merging import Twice, speak
from tests.registers.keeping_records import LATER, NOW, go_live

PAGE = "/registers/pairs"


@pytest.fixture
def twice(cast: Cast) -> Twice:
    go_live()
    twice = Twice(cast)
    speak(twice.kept, cast.grid_worker, phone="10000000007")
    find_pairs(COMMUNITY, now=LATER, editions=read_editions())
    return twice


def pair_page() -> str:
    return f"{PAGE}/{Pair.objects.get().pk}"


@pytest.mark.row("R-044")
def test_two_records_are_seen_side_by_side_masked_and_made_one(cast: Cast, twice: Twice) -> None:
    desk = Desk(cast.client("station_clerk"))
    listed = desk.get(PAGE)
    assert "王** / 王**" in listed
    assert "姓名同音" in listed
    page = desk.get(pair_page())
    assert "同音字" in page
    for value in ("王小明", "王晓明", "10000000007"):
        assert value not in page
    for bad in ({}, {"deed": "keep_one"}, {"deed": "keep_one", "reason": "x"}, {"deed": "both"}):
        assert desk.post(pair_page(), **bad).status_code == 422
    stale = desk.post(pair_page(), deed="keep_one", reason="同一人", versions="9.9")
    assert stale.status_code == 422
    assert "已被他人修改" in stale.content.decode() or "请重新查看" in stale.content.decode()
    for missing in ({}, {"versions": ""}, {"versions": "1"}, {"versions": "x.y"}):
        # Whoever does not say what was on screen is told to look again.
        assert (
            desk.post(pair_page(), deed="keep_one", reason="同一人", **missing).status_code == 422
        )
    versions = desk.value(pair_page(), "versions")
    answer = desk.post(pair_page(), deed="keep_other", reason="问过本人", versions=versions)
    assert answer["Location"] == f"/registers/records/{twice.other.uid}"
    record = desk.get(f"/registers/records/{twice.kept.uid}")
    assert "两条并为一条" in record
    assert "问过本人" in record
    assert "已合并" in desk.get(pair_page())
    assert desk.post(pair_page(), deed="different", reason="再想想").status_code == 422


def test_two_records_again_from_the_history(cast: Cast, twice: Twice) -> None:
    desk = Desk(cast.client("station_clerk"))
    versions = desk.value(pair_page(), "versions")
    desk.post(pair_page(), deed="keep_one", reason="问过本人", versions=versions)
    page = f"/registers/merges/{Merge.objects.get().pk}/apart"
    assert page in desk.get(f"/registers/records/{twice.kept.uid}")
    assert "问过本人" in desk.get(page)
    assert desk.post(page, reason="").status_code == 422
    answer = desk.post(page, reason="不是同一人")
    assert answer["Location"] == f"/registers/records/{twice.other.uid}"
    assert desk.client.get(page).status_code == 404
    assert "不是同一个" in desk.get(pair_page())


def test_seeing_both_whole_is_written_down(cast: Cast, twice: Twice) -> None:
    desk = Desk(cast.client("station_clerk"))
    page = f"{pair_page()}/reveal"
    assert desk.client.get(page).status_code == 302
    assert desk.post(page, field=["name"], purpose="none").status_code == 422
    answer = desk.post(page, field=["name"], purpose="verification").content.decode()
    assert "王小明" in answer
    assert "王晓明" in answer
    lines = AccessLine.objects.filter(fields="name")
    assert {one.subject for one in lines} == {
        f"register:{twice.kept.uid}",
        f"register:{twice.other.uid}",
    }
    assert "王小明" not in desk.get(pair_page())


def test_the_township_sees_both_through_the_pair_and_no_sealed_entry(
    cast: Cast, twice: Twice
) -> None:
    desk = Desk(cast.client("township_operator"))
    answer = desk.post(f"{pair_page()}/reveal", field=["name"], purpose="verification")
    assert "王晓明" in answer.content.decode()
    third = twice.home.person(cast.grid_worker, name="赵铁柱", born="1971-08")
    alone = desk.post(
        f"/registers/records/{third.uid}/reveal",
        field=["name"],
        purpose="verification",
        case="pair",
    )
    assert alone.status_code == 422


def test_likely_ones_are_confirmed_together_and_what_cannot_be_is_told(
    cast: Cast, twice: Twice
) -> None:
    desk = Desk(cast.client("station_clerk"))
    pair = Pair.objects.get()
    assert pair.band == "likely"
    review = propose_strangers(cast, twice, desk)
    answer = desk.post(f"{PAGE}/confirm", pair=[pair.pk, review.pk], reason="核对过")
    assert answer.status_code == 302
    assert not Merge.objects.exists(), "one of them is to be looked at"
    for bad in ({}, {"pair": ["x"]}, {"pair": [pair.pk], "reason": ""}):
        assert desk.post(f"{PAGE}/confirm", **bad).status_code in (302, 404)
    assert not Merge.objects.exists()
    assert desk.client.get(f"{PAGE}/confirm").status_code == 405
    answer = desk.client.post(
        f"{PAGE}/confirm", {"pair": [pair.pk], "reason": "核对过"}, follow=True
    )
    assert "已合并 1 对" in answer.content.decode()
    assert Merge.objects.get().kept_id == twice.kept.pk, "the older of two that tell as much"


def test_a_finding_about_two_leads_to_their_pair(cast: Cast, twice: Twice) -> None:
    speak(twice.other, cast.grid_worker, name="王小明")
    run_rules(now=LATER, editions=read_editions())
    number = Finding.objects.get(rule="L02", state="open").pk
    desk = Desk(cast.client("station_clerk"))
    assert pair_page() in desk.get(f"/registers/findings/{number}")
    desk.post(f"/registers/findings/{number}", deed="dismiss", reason="父子同名")
    assert Pair.objects.get().how == "different"


def propose_strangers(cast: Cast, twice: Twice, desk: Desk) -> Pair:
    """Put two who do not look alike on the list by hand, from the record's page."""
    third = twice.home.person(cast.grid_worker, name="赵铁柱", born="1971-08")
    page = f"/registers/records/{third.uid}/same"
    for bad in ("", "x", str(third.uid), str(twice.home.building.uid), "0" * 400):
        assert desk.post(page, other=bad).status_code == 422, bad
    unknown = "00000000-0000-7000-8000-000000000000"
    assert desk.post(page, other=unknown).status_code == 404
    answer = desk.post(page, other=f"http://here/registers/records/{twice.kept.uid}")
    assert answer.status_code == 302
    return Pair.objects.get(found_by="hand")


def test_later_and_different_leave_the_list_and_are_found_by_their_state(
    cast: Cast, twice: Twice
) -> None:
    desk = Desk(cast.client("station_clerk"))
    assert desk.post(pair_page(), deed="later").status_code == 302
    assert "没有待处理的疑似重复" in desk.get(PAGE)
    assert "王**" in desk.get(f"{PAGE}?state=later")
    assert desk.post(pair_page(), deed="different", reason="父子").status_code == 302
    assert "父子" in desk.get(pair_page())
    assert "王**" in desk.get(f"{PAGE}?state=different")
    for query in ("band=x", "state=gone", "before=-1", "before=٣", "band=%00", "state=%00"):
        assert "没有" in desk.get(f"{PAGE}?{query}")


def test_strangers_see_no_pair(cast: Cast, twice: Twice) -> None:
    for who in ("stranger", "second_station_clerk", "strange_township_operator"):
        client = cast.client(who)
        assert "王" not in Desk(client).get(PAGE)
        for address in (pair_page(), f"{pair_page()}/reveal"):
            assert client.post(address, {"deed": "later"}).status_code == 404
    for who in ("grid_worker", "department_officer", "electronic_supervisor"):
        assert cast.client(who).get(PAGE).status_code == 404


def test_the_list_costs_the_same_and_turns_its_pages(cast: Cast, twice: Twice) -> None:
    client = cast.client("station_clerk")

    def cost() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    one = cost()
    ids = list(Record.objects.filter(sheet="resident").order_by("pk").values_list("pk", flat=True))
    assert len(ids) == 2
    about: dict[str, Any] = {"uid": None, "sheet": "resident", "area_code": GRID}
    rows = Record.objects.bulk_create(
        Record(
            **{**about, "uid": f"00000000-0000-7000-8000-{number:012}"},
            opened_at=NOW,
            changed_at=NOW,
            valid_from=NOW.date(),
        )
        for number in range(33)
    )
    Pair.objects.bulk_create(
        Pair(
            one_id=ids[0],
            other=row,
            sheet="resident",
            area_code=GRID,
            band="review",
            found_by="linkage",
            found_at=NOW,
        )
        for row in rows
    )
    assert cost() == one
    first = Desk(client).get(PAGE)
    last = Pair.objects.order_by("-pk")[29].pk
    assert f"?before={last}" in first
    assert Desk(client).get(f"{PAGE}?before={last}").count("/registers/pairs/") >= 4
