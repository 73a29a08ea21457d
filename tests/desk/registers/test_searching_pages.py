"""Searching at the desk: one box for all registers, and no name in any address."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.desk.registers.searches import KEY
from tests.cast import Cast
from tests.registers.keeping_records import Home, citizen_number, go_live

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-048")]
PAGE = "/registers/search"


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live()
    return Home(cast.grid_worker)


def _found(cast: Cast, who: str, words: str) -> str:
    client = cast.client(who)
    answer = client.post(PAGE, {"words": words}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("words", ["王小明", "wangxiaoming", "WXM"])
def test_one_box_finds_a_person_and_the_household(cast: Cast, home: Home, words: str) -> None:
    shown = _found(cast, "grid_worker", words)
    assert f"/registers/records/{home.resident.uid}" in shown
    assert f"/registers/records/{home.household.uid}" in shown
    assert "王小明" not in shown.replace('value="王小明"', "")


@pytest.mark.parametrize("words", ["解放路12号3栋", "解放路十二号3幢", "解放路12号3号楼"])
def test_one_box_finds_an_address_in_any_spelling(cast: Cast, home: Home, words: str) -> None:
    shown = _found(cast, "grid_worker", words)
    assert f"/registers/records/{home.building.uid}" in shown
    assert f"/registers/records/{home.dwelling.uid}" in shown


def test_one_box_finds_a_door_and_a_whole_number(cast: Cast, home: Home) -> None:
    number = citizen_number()
    known = home.person(cast.grid_worker, name="陈有证", id_type="111", id_number=number)
    assert f"/records/{home.dwelling.uid}" in _found(cast, "grid_worker", "解放路12号3栋501")
    assert f"/records/{known.uid}" in _found(cast, "grid_worker", number)
    assert "没有找到" in _found(cast, "grid_worker", number[:16])


def test_no_word_of_a_search_stands_in_an_address_or_open_in_the_session(
    cast: Cast, home: Home
) -> None:
    client = cast.client("grid_worker")
    for path in (PAGE, "/registers/resident/find"):
        answer = client.post(path, {"words": "王小明"})
        assert answer.status_code == 302
        assert "%E7%8E%8B" not in answer["Location"]
        assert answer["Location"].partition("?")[2].startswith("s=")
    kept = json.dumps(client.session[KEY], ensure_ascii=False)
    assert len(client.session[KEY]) == 2
    assert "王" not in kept


def test_a_search_in_a_list_keeps_its_other_choices(cast: Cast, home: Home) -> None:
    home.person(cast.grid_worker, name="李大明")
    client = cast.client("grid_worker")
    answer = client.post("/registers/resident/find", {"words": "李大明", "state": "all"})
    assert "state=all" in answer["Location"]
    shown = client.get(answer["Location"]).content.decode()
    assert "李**" in shown
    assert "王**" not in shown


def test_a_search_is_of_its_own_session_and_of_half_an_hour(cast: Cast, home: Home) -> None:
    client = cast.client("grid_worker")
    address = client.post(PAGE, {"words": "王小明"})["Location"]
    assert cast.client("station_clerk").get(address).status_code == 422
    session = client.session
    token = address.partition("s=")[2]
    session[KEY] = {token: [session[KEY][token][0], int(session[KEY][token][1]) - 31]}
    session.save()
    answer = client.get(address)
    assert answer.status_code == 422
    assert "重新输入" in answer.content.decode()


def test_a_search_of_another_account_does_not_open(cast: Cast, home: Home) -> None:
    client = cast.client("grid_worker")
    address = client.post(PAGE, {"words": "王小明"})["Location"]
    other = cast.client("station_clerk")
    session = other.session
    session[KEY] = client.session[KEY]
    session.save()
    assert other.get(address).status_code == 422


@pytest.mark.parametrize("words", ["", "   ", "\x00", "%_'\"", "王" * 5000, "0" * 400])
def test_odd_words_are_answered(cast: Cast, home: Home, words: str) -> None:
    client = cast.client("grid_worker")
    for path in (PAGE, "/registers/resident/find"):
        assert client.post(path, {"words": words}, follow=True).status_code == 200
    assert client.post("/registers/none/find", {"words": words}).status_code == 404
    assert client.get(PAGE + "?s=" + "x" * 300).status_code == 422


def test_only_the_newest_searches_are_kept(cast: Cast, home: Home) -> None:
    client = cast.client("grid_worker")
    for number in range(12):
        client.post(PAGE, {"words": f"王{number}"})
    assert len(client.session[KEY]) == 8
    assert all(
        int(one[1]) >= int((timezone.now() - timedelta(minutes=5)).timestamp() // 60)
        for one in client.session[KEY].values()
    )


def test_the_centres_find_buildings_and_no_people_and_strangers_nothing(
    cast: Cast, home: Home
) -> None:
    shown = _found(cast, "township_operator", "解放路12号3栋")
    assert f"/records/{home.building.uid}" in shown
    assert "须凭办理中的事项" in shown
    assert "/registers/records/" not in _found(cast, "township_operator", "王小明")
    assert cast.client("electronic_supervisor").get(PAGE).status_code == 404
    for who in ("stranger", "second_grid_worker", "other_department_officer"):
        assert "/registers/records/" not in _found(cast, who, "王小明")


def test_a_search_costs_the_same_with_one_hit_and_with_five(cast: Cast, home: Home) -> None:
    client = cast.client("grid_worker")

    def cost() -> int:
        address = client.post(PAGE, {"words": "王"})["Location"]
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    one = cost()
    for number in range(4):
        home.person(cast.grid_worker, name=f"王{number}")
    assert cost() == one
