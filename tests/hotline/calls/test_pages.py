"""The call-taker's pages: what opens by itself, what is listed, what a form says back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gege.hotline.calls.writing import nothing_wanted
from gege.hotline.models import Call, PhoneSystem, Seat
from gege.matters.api import Matter, Reporting, Who
from gege.trail.api import Entry
from tests.cast import COMMUNITY, GRID, VACANT_GRID
from tests.hotline.calls.conftest import CALLER, OTHER_CALLER, Exchange, sit

pytestmark = pytest.mark.row("R-072")


@pytest.fixture
def client(exchange: Exchange) -> Client:
    return exchange.play.cast.client("hotline_operator")


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_a_call_opens_by_itself_once(exchange: Exchange, client: Client) -> None:
    assert client.get("/hotline/line").status_code == 200
    call = exchange.ring()
    ringing = client.get("/hotline/line")
    assert "100****0155" in ringing.text
    seen = {"seen": ringing.context["seen"]}
    assert client.get("/hotline/line", seen).status_code == 204
    exchange.tell("answered", extension="8001")
    opened = client.get("/hotline/line", seen)
    assert (opened.status_code, opened.headers["HX-Redirect"]) == (204, call.get_absolute_url())
    # Whoever goes back to the line on purpose is left there.
    assert client.get("/hotline/line", seen).status_code == 200
    assert client.get("/hotline/").status_code == 200


def test_without_script_the_page_itself_leads_there(exchange: Exchange, client: Client) -> None:
    call = exchange.talk()
    answer = client.get("/hotline/")
    assert (answer.status_code, answer.headers["Location"]) == (302, call.get_absolute_url())


def test_somebody_elses_call_opens_nowhere_else(exchange: Exchange) -> None:
    sit(exchange.play.cast, "county_dispatcher", "8002")
    exchange.talk()
    other = exchange.play.cast.client("county_dispatcher")
    assert "HX-Redirect" not in other.get("/hotline/line").headers


def test_what_the_number_reported_stands_beside(exchange: Exchange, client: Client) -> None:
    play = exchange.play
    open_one = play.report(who=Who(False, phone=CALLER), title="井盖坏了")
    closed = play.closed(who=Who(False, phone=CALLER), title="旧事一件")
    play.report(who=Who(False, phone=OTHER_CALLER), title="别人的事")
    page = client.get(exchange.talk().get_absolute_url())
    assert [one["number"] for one in page.context["items"]] == [open_one.number, closed.number]
    assert [bool(one["urge"]) for one in page.context["items"]] == [True, False]
    assert "别人的事" not in page.text
    assert CALLER not in page.text


def send(client: Client, address: str, **typed: Any) -> Any:
    given = {"deed": "report", "title": "路灯不亮", "place": "解放路 第1网格"}
    return client.post(address, given | typed)


def test_places_are_grids_points_and_what_was_reported_before(
    exchange: Exchange, client: Client
) -> None:
    exchange.play.report(address="东街3号", by=exchange.play.cast.grid_worker)
    found = client.get("/hotline/places", {"place": "东街3号"}).context["places"]
    assert [(one.grid_code, one.address) for one in found] == [(GRID, "东街3号")]
    several = client.get("/hotline/places", {"place": "解放路"}).context["places"]
    assert [one.grid_code for one in several] == [f"{COMMUNITY}{n:03}" for n in (1, 2, 3)]
    inside = client.get("/hotline/places", {"place": "解放路农贸市场后门"}).context["places"]
    assert {one.address for one in inside} == {"解放路农贸市场后门"}
    for odd in ("", "x", "%", "'", "解" * 300, "\x00"):
        assert client.get("/hotline/places", {"place": odd}).status_code == 200


def test_a_place_is_chosen_or_kept_as_an_address(exchange: Exchange, client: Client) -> None:
    places = {
        "chosen": {"place": "解放路", "at": f"{VACANT_GRID}|解放路口"},
        "only": {"place": "解放路 第1网格"},
        "address": {"place": "没人知道的地方"},
        "several": {"place": "解放路"},
        "forged": {"place": "解放路 第1网格", "at": "999999|<b>"},
    }
    for number, typed in enumerate(places.values()):
        call = exchange.talk(f"c{number}")
        assert send(client, call.get_absolute_url(), **typed).status_code == 302
    found = [(one.placed, one.area_code, one.address) for one in Matter.objects.order_by("id")]
    assert found == [
        (True, VACANT_GRID, "解放路口"),
        (True, GRID, ""),
        (False, "511622", "没人知道的地方"),
        (False, "511622", "解放路"),
        (True, GRID, ""),
    ]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"place": ""}, "place"),
        ({"title": "说不清是什么事"}, "kind"),
        ({"number": "abc"}, "number"),
        ({"standing": "anonymous", "reply_route": "call"}, "reply_route"),
        ({"standing": "king"}, "standing"),
        ({"deed": "answer", "answer": "好"}, "answer"),
        ({"deed": "answer:nothing:1"}, "__all__"),
        ({"deed": "fly"}, "title"),
        ({"deed": "add:1"}, "__all__"),
        ({"place": "解放路", "at": "511622999999999|x"}, "place"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    exchange: Exchange, client: Client, typed: dict[str, str], field: str
) -> None:
    call = exchange.talk()
    answer = send(client, call.get_absolute_url(), description="很黑", **typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "很黑" in answer.text
    # A kind is asked for where the words tell none, and only there.
    assert answer.context["form"].fields["kind"].required == (field == "kind")
    call.refresh_from_db()
    assert (call.given, Matter.objects.count()) == ("", 0)


def test_long_words_become_a_title_and_the_rest(exchange: Exchange, client: Client) -> None:
    words = "路灯不亮" + "，整条街都黑" * 30
    send(client, exchange.talk().get_absolute_url(), title=words)
    matter = Matter.objects.get()
    assert (len(matter.title), matter.description) == (120, words)


@pytest.mark.row("R-077")
def test_a_call_by_hand_without_a_number_is_anonymous(client: Client) -> None:
    answer = send(client, "/hotline/calls/new", uid=str(uuid4()))
    assert answer.status_code == 302
    row, call = Reporting.objects.get(), Call.objects.get()
    assert (row.anonymous, call.standing, call.reply_route) == (True, "anonymous", "query")
    typed = send(client, "/hotline/calls/new", uid=str(uuid4()), number="100 0000 0155")
    assert typed.status_code == 302
    assert Reporting.objects.latest("id").wants_callback
    assert Call.objects.latest("id").number_shown == "100****0155"


def test_what_was_written_up_is_not_written_again(exchange: Exchange, client: Client) -> None:
    call = exchange.talk()
    for _time in range(2):
        assert send(client, call.get_absolute_url()).status_code == 302
    assert Matter.objects.count() == 1
    page = client.get(call.get_absolute_url())
    assert "已经登记" in page.text
    assert len(page.context["code"].replace(" ", "")) == 10
    exchange.play.wait(minutes=31)
    later = exchange.play.cast.client("hotline_operator")
    assert later.get(call.get_absolute_url()).context["code"] == ""


def test_nobody_but_its_taker_reads_the_code(exchange: Exchange, client: Client) -> None:
    call = exchange.talk()
    send(client, call.get_absolute_url())
    for who in ("county_dispatcher", "county_supervisor"):
        page = exchange.play.cast.client(who).get(call.get_absolute_url())
        assert (page.status_code, page.context["code"]) == (200, "")


def test_the_list_is_filtered_turned_and_costs_the_same(
    exchange: Exchange, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, play = exchange.play.cast.hotline_operator, exchange.play
    first = exchange.talk("c0")
    few = statements(client, "/hotline/calls")
    nothing_wanted(first.uid, "", by=by, now=play.now)
    exchange.talk("c1")
    exchange.ring("c2", OTHER_CALLER)
    exchange.tell("abandoned", "c2")
    play.wait(days=1)
    exchange.ring("c3", None)
    client = play.cast.client("hotline_operator")
    assert statements(client, "/hotline/calls") == few

    def listed(**query: str) -> list[str]:
        page = client.get("/hotline/calls", query)
        uids = [line.href.rsplit("/", 1)[1] for line in page.context["lines"]]
        refs = {str(one.uid): one.ref for one in Call.objects.all()}
        return [refs[uid] for uid in uids]

    assert listed() == ["c3", "c2", "c1", "c0"]
    assert listed(show="missed") == ["c2"]
    assert listed(show="unwritten") == ["c1"]
    assert listed(show="no_request") == ["c0"]
    assert listed(show="nonsense") == []
    assert listed(taker=str(by.account_id)) == ["c1", "c0"]
    assert listed(day=(play.now - timedelta(days=1)).date().isoformat()) == ["c2", "c1", "c0"]
    for odd in (
        {"day": "x"},
        {"taker": "999"},
        {"after": "x_y"},
        {"after": "2026_99999999999999999"},
    ):
        assert len(listed(**odd)) == 4
    monkeypatch.setattr(
        "gege.hotline.calls.listed.calls_page.__kwdefaults__", {"after": "", "size": 2}
    )
    page = client.get("/hotline/calls")
    assert len(page.context["lines"]) == 2
    rest = client.get(f"/hotline/calls{page.context['turns'].next}")
    assert [line.href for line in rest.context["lines"]] == [
        one.get_absolute_url() for one in Call.objects.filter(ref__in=("c0", "c1")).order_by("-id")
    ]


def test_a_page_of_a_call_costs_the_same_with_more_behind_it(
    exchange: Exchange, client: Client
) -> None:
    play, call = exchange.play, exchange.talk("c0")
    play.report(who=Who(False, phone=CALLER))
    exchange.ring("before")
    few = statements(client, call.get_absolute_url())
    for number in range(3):
        play.report(who=Who(False, phone=CALLER))
        exchange.ring(f"before-{number}")
    assert statements(client, call.get_absolute_url()) == few


def test_a_seat_is_ones_own_until_it_is_given_up(exchange: Exchange, client: Client) -> None:
    other = exchange.play.cast.client("county_dispatcher")
    taken = other.post("/hotline/seat", {"extension": "8001"})
    assert (taken.status_code, "何热线正在使用这个分机" in taken.text) == (422, True)
    assert other.post("/hotline/seat", {"extension": "80 01;"}).status_code == 422
    assert client.post("/hotline/seat", {"extension": ""}).status_code == 302
    assert other.post("/hotline/seat", {"extension": "8001"}).status_code == 302
    assert [one.account_id for one in Seat.objects.all()] == [
        exchange.play.cast.county_dispatcher.account_id
    ]
    deeds = Entry.objects.filter(stream__startswith="seat:").values_list("deed", flat=True)
    assert list(deeds.order_by("id")) == ["stand_up", "sit"]


def test_an_administrator_keeps_the_telephone_systems(exchange: Exchange) -> None:
    client = exchange.play.cast.client("administrator")
    for code in ("PBX", "pbx", "p", "x" * 31, "a b"):
        assert (
            client.post("/setup/telephones/new", {"code": code, "name": "新的"}).status_code == 422
        )
    opened = client.post("/setup/telephones/new", {"code": "pbx-2", "name": "备用交换机"})
    system = PhoneSystem.objects.get(code="pbx-2")
    secret = opened.context["secret"]
    assert (opened.status_code, secret in opened.text) == (200, True)
    assert secret not in system.secret
    page = client.get(f"/setup/telephones/{system.uid}")
    assert (page.status_code, secret in page.text) == (200, False)
    rotated = client.post(f"/setup/telephones/{system.uid}/secret", {"overlap": "on"})
    assert rotated.context["secret"] != secret
    stopped = client.post(f"/setup/telephones/{system.uid}/stop", {"reason": "拆除"})
    assert stopped.status_code == 302
    again = client.post(f"/setup/telephones/{system.uid}/secret", {})
    assert (again.status_code, "已停用" in again.text) == (422, True)
    deeds = Entry.objects.filter(stream=system.stream).order_by("seq")
    assert [one.deed for one in deeds] == ["open", "rotate", "stop"]
    assert secret not in "".join(one.payload for one in deeds)
