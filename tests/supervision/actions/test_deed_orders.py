"""Orders through their real deeds: both trails, the notices, the lights, and who may not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gege.kernel.ids import new_uid
from gege.matters import api as matters
from gege.matters.api import Light
from gege.notices.api import run_chains
from gege.staff.api import Actor
from gege.supervision import api as orders
from gege.supervision.api import NewOrder, Order, OrderEntry, OrderKind
from gege.supervision.errors import Invalid, NotFound, Refused, Stale
from gege.trail.api import Entry, verify
from tests.cast import CIVIL_AFFAIRS, COUNTY, GRID, HOUSING, OTHER_TOWN, TOWN
from tests.matters.play import MAJOR, Play

SAID = "已派人到场,三日内修复"


def issued(play: Play, **entry: Any) -> Order:
    """An order to the housing bureau for a matter it handles."""
    matter = play.in_hand()
    play.forget_notices()
    return order_for(play, matter.number, **entry)


def order_for(play: Play, number: str, *, by: Actor | None = None, **entry: Any) -> Order:
    values = {
        "kind": OrderKind.FOLLOW_UP,
        "to": HOUSING,
        "words": "请三日内办结并书面答复",
        "matter": number,
    } | entry
    return orders.issue(NewOrder(**values), by=by or play.cast.county_supervisor, now=play.now)


def ledger_is_whole() -> bool:
    return verify(key=b"a key of the tests, long enough.").broken is None


def trail_of(order: Order) -> list[str]:
    rows = Entry.objects.filter(stream=order.stream).order_by("seq")
    return list(rows.values_list("deed", flat=True))


@pytest.mark.row("R-013", "R-088")
def test_an_order_goes_its_whole_way(play: Play) -> None:
    cast = play.cast
    order = issued(play)
    assert (order.title, order.state, order.to_unit_id) == (
        "路面有坑",
        "issued",
        cast.unit_id(HOUSING),
    )
    assert play.told() == [(HOUSING, "order_issued")]
    officer, supervisor = cast.department_officer, cast.county_supervisor
    play.wait(hours=1)
    orders.receive(order.uid, by=officer, now=play.now)
    orders.progress(order.uid, words="材料已到", by=officer, now=play.now)
    orders.urge(order.uid, words="居民又来电话", by=supervisor, now=play.now)
    orders.reply(order.uid, words=SAID, by=officer, now=play.now)
    orders.send_back(order.uid, words="没有照片", by=supervisor, now=play.now)
    orders.reply(order.uid, words=SAID, by=officer, now=play.now)
    order = orders.close(order.uid, result="已现场核实", by=supervisor, now=play.now)
    assert (order.state, order.result, order.light(play.now)) == (
        "closed",
        "已现场核实",
        Light.GREEN,
    )
    deeds = ["issue", "receive", "progress", "urge", "reply", "send_back", "reply", "close"]
    assert trail_of(order) == deeds
    assert order.matter is not None
    assert play.deeds(order.matter)[-8:] == [f"order_{deed}" for deed in deeds]
    assert play.line(order.matter) | {"deed": ""} == play.line(order.matter) | {
        "deed": "",
        "name": "周监管",
        "order": order.number,
        "result": "已现场核实",
    }
    assert list(OrderEntry.objects.order_by("id").values_list("deed", "words")) == [
        ("progress", "材料已到"),
        ("urge", "居民又来电话"),
        ("reply", SAID),
        ("send_back", "没有照片"),
        ("reply", SAID),
    ]
    assert play.told()[1:] == [
        (COUNTY, "order_progress"),
        (HOUSING, "order_urged"),
        (COUNTY, "order_replied"),
        (HOUSING, "order_sent_back"),
        (COUNTY, "order_replied"),
        (HOUSING, "order_closed"),
    ]
    assert ledger_is_whole()


@pytest.mark.row("R-093")
def test_an_instruction_that_demands_it_has_its_order_from_its_first_moment(play: Play) -> None:
    plain = play.dispatched()
    assert not Order.objects.filter(matter=plain).exists()
    major = play.triaged(kind=MAJOR)
    play.forget_notices()
    play.do(matters.dispatch, major, play.cast.county_dispatcher, lead=HOUSING)
    order = Order.objects.get(matter=major)
    assert (order.origin, order.demand, order.instruction) == (
        "instruction",
        "major",
        play.live(major),
    )
    assert (order.due_at, order.to_unit_id) == (major.due_at, play.cast.unit_id(HOUSING))
    assert play.line(major)["follow_up"] == order.number
    assert set(play.told()) == {(HOUSING, "instructed"), (HOUSING, "order_issued")}
    assert ledger_is_whole()


@pytest.mark.row("R-093")
def test_no_instruction_is_left_without_its_order(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    major = play.triaged(kind=MAJOR)
    before = Entry.objects.count()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("gege.supervision.actions.order_step.record", broken)
    with pytest.raises(RuntimeError):
        play.do(matters.dispatch, major, play.cast.county_dispatcher, lead=HOUSING)
    major.refresh_from_db()
    assert (major.state, Order.objects.count(), Entry.objects.count()) == ("accepted", 0, before)


@pytest.mark.row("R-093")
def test_the_order_of_an_instruction_goes_with_it(play: Play) -> None:
    cast = play.cast
    major = play.in_hand(kind=MAJOR)
    play.complete(major, cast.department_officer)
    order = Order.objects.get(matter=major)
    assert (order.state, order.replied_by_id) == ("replied", cast.department_officer.account_id)
    play.do(matters.send_back, major, cast.station_clerk, reason="还在漏")
    order.refresh_from_db()
    assert (order.state, order.returns, order.due_at) == ("received", 1, major.due_at)
    play.complete(major, cast.department_officer)
    play.do(matters.verify, major, cast.station_clerk)
    order.refresh_from_db()
    assert order.state == "replied"
    orders.close(order.uid, result="已核实", by=cast.county_supervisor, now=play.now)

    returned = play.in_hand(kind=MAJOR)
    play.do(matters.give_back, returned, cast.department_officer, reason="不归我局管")
    taken = Order.objects.get(matter=returned)
    assert (taken.state, trail_of(taken)) == ("withdrawn", ["issue", "withdraw"])
    assert ledger_is_whole()


@pytest.mark.row("R-012")
def test_a_decision_of_the_leading_group_is_closed_with_a_result_only(play: Play) -> None:
    cast = play.cast
    decided = NewOrder(
        OrderKind.FOLLOW_UP,
        TOWN,
        "年底前完成电动车充电棚建设",
        title="充电棚建设",
        days=10,
        decided_on=play.now.date(),
    )
    order = orders.issue(decided, by=cast.county_supervisor, now=play.now)
    assert (order.origin, order.matter, order.decided_on) == ("decision", None, play.now.date())
    with pytest.raises(Refused, match="decision_stands"):
        orders.withdraw(order.uid, words="不办了", by=cast.county_supervisor, now=play.now)
    orders.reply(order.uid, words="已建成", by=cast.township_operator, now=play.now)
    for empty in ("", " ", "好"):
        with pytest.raises(Invalid, match="needed"):
            orders.close(order.uid, result=empty, by=cast.county_supervisor, now=play.now)
    done = orders.close(order.uid, result="三处充电棚投用", by=cast.county_supervisor, now=play.now)
    assert done.state == "closed"


@pytest.mark.row("R-013")
def test_departments_ask_each_other_in_writing(play: Play) -> None:
    cast = play.cast
    asked = order_for(
        play,
        "",
        by=cast.department_officer,
        kind=OrderKind.COORDINATION,
        to=CIVIL_AFFAIRS,
        title="借用场地",
        words="请协调安置场地一周",
    )
    answer = orders.reply(
        asked.uid, words="同意,请周一来办", by=cast.other_department_officer, now=play.now
    )
    assert answer.received_at == play.now
    with pytest.raises(Refused, match="not_yours"):
        orders.close(asked.uid, result="好的", by=cast.county_supervisor, now=play.now)
    closed = orders.close(asked.uid, result="已使用", by=cast.department_officer, now=play.now)
    assert closed.state == "closed"
    assert [by for by in cast.people if _sees(cast.people[by], asked)] == [
        "county_supervisor",
        "county_dispatcher",
        "department_officer",
        "other_department_officer",
        "electronic_supervisor",
    ]


def _sees(by: Actor, order: Order) -> bool:
    return orders.visible_orders(by).filter(pk=order.pk).exists()


@pytest.mark.parametrize(
    ("who", "entry", "error", "word"),
    [
        ("county_dispatcher", {}, Refused, "not_yours"),
        ("electronic_supervisor", {}, Refused, "not_yours"),
        ("administrator", {}, Refused, "not_yours"),
        ("county_supervisor", {"to": "nobody"}, Invalid, "unknown_unit"),
        ("county_supervisor", {"to": GRID}, Invalid, "unknown_unit"),
        ("county_supervisor", {"to": CIVIL_AFFAIRS}, Invalid, "not_concerned"),
        ("county_supervisor", {"to": OTHER_TOWN}, Invalid, "not_concerned"),
        ("county_supervisor", {"matter": "20200101-0000001"}, Invalid, "unknown_matter"),
        ("county_supervisor", {"matter": "' OR 1=1"}, Invalid, "unknown_matter"),
        ("county_supervisor", {"words": "x" * 1001}, Invalid, "too_long"),
        ("county_supervisor", {"words": "\x00 "}, Invalid, "needed"),
        ("county_supervisor", {"title": "x" * 121}, Invalid, "too_long"),
        ("county_supervisor", {"days": 251}, Invalid, "days"),
        ("county_supervisor", {"days": -1}, Invalid, "days"),
        ("county_supervisor", {"matter": ""}, Invalid, "needed"),
    ],
)
def test_what_cannot_be_ordered(
    play: Play, who: str, entry: dict[str, Any], error: type[Exception], word: str
) -> None:
    matter = play.in_hand()
    with pytest.raises(error, match=word):
        order_for(play, matter.number, by=play.cast.actor(who), **entry)
    assert (Order.objects.count(), play.deeds(matter)[-1]) == (0, "acknowledge")


def test_a_stranger_finds_no_order_and_a_late_hand_is_told(play: Play) -> None:
    order = issued(play)
    for who in ("strange_township_operator", "stranger", "grid_worker", "administrator"):
        with pytest.raises(NotFound):
            orders.receive(order.uid, by=play.cast.actor(who), now=play.now)
    with pytest.raises(NotFound):
        orders.receive(new_uid(), by=play.cast.department_officer, now=play.now)
    with pytest.raises(Stale):
        orders.receive(order.uid, by=play.cast.department_officer, now=play.now, seen=1)
    with pytest.raises(Refused, match="wrong_state"):
        orders.close(order.uid, result="太早了", by=play.cast.county_supervisor, now=play.now)


@pytest.mark.parametrize("deed", ["receive", "reply", "urge", "withdraw"])
def test_a_deed_that_cannot_be_written_is_not_done(
    play: Play, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    order = issued(play)
    before = (Entry.objects.count(), play.told())

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("gege.supervision.actions.order_step.post", broken)
    by = (
        play.cast.department_officer
        if deed in ("receive", "reply")
        else play.cast.county_supervisor
    )
    words = {} if deed == "receive" else {"words": "写点什么"}
    with pytest.raises(RuntimeError):
        getattr(orders, deed)(order.uid, by=by, now=play.now, **words)
    order.refresh_from_db()
    assert (order.state, order.urgings, OrderEntry.objects.count()) == ("issued", 0, 0)
    assert (Entry.objects.count(), play.told()) == before


@pytest.mark.row("R-091")
def test_a_late_order_is_told_to_its_unit_and_to_the_one_above(play: Play) -> None:
    order = issued(play)
    play.forget_notices()

    def reminded() -> list[tuple[str, str]]:
        orders.remind(now=play.now)
        told = play.told()
        play.forget_notices()
        order.refresh_from_db()
        return told

    play.now = order.receipt_due_at
    assert reminded() == []
    play.wait(seconds=1)
    both = [(HOUSING, "order_late_receipt"), (COUNTY, "order_late_receipt")]
    assert reminded() == both
    assert reminded() == []
    play.now = order.warn_at
    assert (reminded(), order.light(play.now)) == ([(HOUSING, "order_late_near")], Light.YELLOW)
    play.now = order.due_at
    assert reminded() == []
    play.wait(seconds=1)
    late = [(HOUSING, "order_late"), (COUNTY, "order_late")]
    assert (reminded(), order.light(play.now)) == (late, Light.RED)
    for _time in range(5):
        assert order.again_at is not None
        play.now = order.again_at
        assert reminded() == late
    assert (order.again_at, order.next_at) == (None, None)
    assert reminded() == []
    assert order.matter is not None
    assert play.deeds(order.matter).count("order_overdue_again") == 5
    orders.reply(order.uid, words=SAID, by=play.cast.department_officer, now=play.now)
    done = orders.close(order.uid, result="迟了", by=play.cast.county_supervisor, now=play.now)
    assert done.light(play.now) is Light.RED
    assert json.loads(Entry.objects.filter(stream=order.stream).latest("seq").payload)


@pytest.mark.row("R-075")
def test_nobody_signs_and_the_call_chain_goes_on(play: Play) -> None:
    order = issued(play)
    play.wait(minutes=11)
    run_chains(now=play.now)
    assert [deed for deed in trail_of(order) if deed.startswith("chain_")]
    signed = issued(play)
    orders.receive(signed.uid, by=play.cast.department_officer, now=play.now)
    play.wait(minutes=11)
    run_chains(now=play.now)
    assert trail_of(signed) == ["issue", "receive"]
