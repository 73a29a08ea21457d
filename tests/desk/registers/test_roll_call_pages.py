"""Roll-calls at the desk: opening with a reason, ticking without script, a telephone, closing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.kernel.ids import new_uid
from gege.registers.api import RollCall, RollCallPerson
from gege.trail.api import AccessLine
from tests.cast import Cast
from tests.desk.registers.entering_pages import Desk
from tests.registers.keeping_records import NOW, Home, go_live

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-048")]


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live("population", "households", "housing")
    home = Home(cast.grid_worker)
    home.person(cast.grid_worker, name="王老二", phone="10000000009")
    return home


def opened(desk: Desk, home: Home, reason: str = "fire") -> RollCall:
    path = f"/registers/buildings/{home.building.uid}/roll-call"
    answer = desk.post(path, reason=reason, words="三楼冒烟", uid=desk.value(path, "uid"))
    assert answer.status_code == 302, answer.content.decode()
    return RollCall.objects.get(uid=answer["Location"].rsplit("/", 1)[1])


def test_a_roll_is_called_ticked_and_closed_without_script(cast: Cast, home: Home) -> None:
    desk = Desk(cast.client("grid_worker"))
    roll = opened(desk, home)
    path = f"/registers/roll-calls/{roll.uid}"
    shown = desk.get(path)
    assert ("王小明" in shown, "王老二" in shown, "100****0009" in shown) == (True, True, True)
    ticks = {f"state-{home.resident.uid}": "safe"}
    assert desk.post(f"{path}/mark", **ticks).status_code == 302
    assert RollCallPerson.objects.get(person=home.resident).state == "safe"
    assert "☐" in desk.get(f"{path}/paper")
    seen = desk.value(f"{path}/close", "seen")
    assert desk.post(f"{path}/close", others="1", summary="", seen=seen).status_code == 422
    answer = desk.post(f"{path}/close", others="1", summary="其余一人已联系上", seen=seen)
    assert answer.status_code == 302
    assert "其余一人已联系上" in desk.get(path)
    listed = desk.get("/registers/roll-calls")
    assert ("名单 2 人" in listed, "王老二" in listed) == (True, False)


def test_a_page_that_is_old_does_not_overrule_what_others_found(cast: Cast, home: Home) -> None:
    desk, clerk = Desk(cast.client("grid_worker")), Desk(cast.client("station_clerk"))
    roll = opened(desk, home)
    path, one = f"/registers/roll-calls/{roll.uid}", home.resident.uid
    clerk.get(path)
    desk.post(f"{path}/mark", **{f"state-{one}": "missing"})
    clerk.post(f"{path}/mark", **{f"state-{one}": "safe", f"stood-{one}": "missing"})
    desk.post(f"{path}/mark", **{f"state-{one}": "missing", f"stood-{one}": "missing"})
    assert RollCallPerson.objects.get(person=home.resident).state == "safe"


def test_a_telephone_is_shown_for_one_call_and_written_down(cast: Cast, home: Home) -> None:
    desk = Desk(cast.client("grid_worker"))
    roll = opened(desk, home)
    path = f"/registers/roll-calls/{roll.uid}/phone"
    person = RollCallPerson.objects.exclude(person=home.resident).get().person
    before = AccessLine.objects.filter(subject=f"register:{person.uid}").count()
    answer = desk.post(path, person=str(person.uid))
    assert "tel:10000000009" in answer.content.decode()
    assert AccessLine.objects.filter(subject=f"register:{person.uid}").count() == before + 1
    for wrong in (str(home.resident.uid), str(home.building.uid), "x", ""):
        assert desk.post(path, person=wrong).status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"state-x": "safe"},
        {"state-": "safe"},
        {"at": "2026-13-41T99:99"},
        {"at": "\x00"},
        {"at": "9" * 500},
        {},
    ],
)
def test_odd_ticks_are_refused_in_words(cast: Cast, home: Home, typed: dict[str, str]) -> None:
    desk = Desk(cast.client("grid_worker"))
    roll = opened(desk, home)
    answer = desk.client.post(f"/registers/roll-calls/{roll.uid}/mark", typed, follow=True)
    assert answer.status_code == 200
    assert not RollCallPerson.objects.exclude(state="").exists()


def test_an_open_roll_is_joined_and_a_centre_is_asked_for_the_incident(
    cast: Cast, home: Home
) -> None:
    roll = opened(Desk(cast.client("grid_worker")), home)
    opening = f"/registers/buildings/{home.building.uid}/roll-call"
    clerk = cast.client("station_clerk").get(opening)
    assert clerk["Location"] == f"/registers/roll-calls/{roll.uid}"
    centre = Desk(cast.client("county_dispatcher"))
    path = f"/registers/roll-calls/{roll.uid}"
    for part in ("", "/paper", "/close"):
        shown = centre.get(path + part)
        assert ('name="case"' in shown, "王" in shown.partition("<main")[2]) == (True, False)
    assert centre.post(f"{path}/join", case="没有的").status_code == 422
    assert centre.post(f"{path}/mark").status_code == 302


def test_others_find_no_roll_call(cast: Cast, home: Home) -> None:
    roll = opened(Desk(cast.client("grid_worker")), home)
    path = f"/registers/roll-calls/{roll.uid}"
    for who in ("stranger", "second_grid_worker", "administrator", "electronic_supervisor"):
        client = cast.client(who)
        for part in ("", "/paper", "/close"):
            assert client.get(path + part).status_code == 404, (who, part)
        assert client.get(f"/registers/buildings/{home.building.uid}/roll-call").status_code == 404
    own = cast.client("grid_worker")
    assert own.get(f"/registers/roll-calls/{new_uid()}").status_code == 404
    assert own.get(f"/registers/buildings/{home.resident.uid}/roll-call").status_code == 404


def test_a_roll_costs_the_same_with_two_people_and_with_many(cast: Cast, home: Home) -> None:
    desk = Desk(cast.client("grid_worker"))

    def cost() -> int:
        roll = opened(desk, home)
        path = f"/registers/roll-calls/{roll.uid}"
        desk.get(path)
        with CaptureQueriesContext(connection) as queries:
            desk.get(path)
        seen = desk.value(f"{path}/close", "seen")
        desk.post(f"{path}/close", others="0", summary="完毕", seen=seen)
        return len(queries)

    few = cost()
    for number in range(5):
        home.person(cast.grid_worker, name=f"赵{number}")
    assert cost() == few


def test_the_list_of_rolls_turns_pages_and_costs_the_same(cast: Cast, home: Home) -> None:
    desk = Desk(cast.client("grid_worker"))

    def write(many: int) -> None:
        for _ in range(many):
            RollCall.objects.create(
                uid=new_uid(), building=home.building, area_code=home.building.area_code,
                reason="drill", opened_at=NOW, closed_at=NOW, opened_by="甲", opened_post="乙",
                account_id=1, counts={"people": 2},
            )  # fmt: skip

    def cost() -> int:
        desk.get("/registers/roll-calls")
        with CaptureQueriesContext(connection) as queries:
            desk.get("/registers/roll-calls")
        return len(queries)

    write(1)
    one = cost()
    write(34)
    assert cost() == one
    first = desk.get("/registers/roll-calls")
    before = first.partition("?before=")[2].partition('"')[0]
    rest = desk.get(f"/registers/roll-calls?before={before}")
    assert (first.count("演练"), rest.count("演练")) == (30, 5)
    for odd in ("x", "-1", "9" * 40, "²"):
        assert desk.get(f"/registers/roll-calls?before={odd}").count("演练") == 30
