"""Pages of orders: from a matter to the result; what is refused is said, strangers find none."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.supervision.api import NewOrder, Order, OrderKind, issue, reply
from tests.cast import CIVIL_AFFAIRS, HOUSING, Cast
from tests.matters.play import Play

pytestmark = [pytest.mark.row("R-013"), pytest.mark.row("R-093")]


def ordered(play: Play, number: str = "", **entry: Any) -> Order:
    values = {"kind": OrderKind.FOLLOW_UP, "to": HOUSING, "words": "请书面答复", "title": "督办"}
    return issue(
        NewOrder(**(values | {"matter": number} | entry)),
        by=play.cast.county_supervisor,
        now=play.now,
    )


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_order_is_written_answered_and_closed_at_the_desk(cast: Cast, play: Play) -> None:
    number = play.in_hand().number
    supervisor, officer = cast.client("county_supervisor"), cast.client("department_officer")
    page = text_of(supervisor, f"/supervision/orders/new?matter={number}")
    assert f'<option value="{HOUSING}" selected>' in page
    typed = {"matter": number, "to": HOUSING, "words": "请三日内办结", "days": "3"}
    made = supervisor.post("/supervision/orders/new", typed)
    order = Order.objects.get()
    assert made.headers["Location"] == order.get_absolute_url()
    assert (order.title, order.limit_amount, order.limit_unit) == ("路面有坑", 3, "working_days")
    assert "路面有坑" in text_of(officer, "/supervision/orders?box=received")
    address = order.get_absolute_url()
    assert officer.post(f"{address}/do/receive").status_code == 302
    assert officer.post(f"{address}/do/reply", {"words": "已修复"}).status_code == 302
    refused = officer.post(f"{address}/do/close", {"words": "自己销号"})
    assert refused.status_code == 422
    assert supervisor.post(f"{address}/do/close", {"words": "已核实"}).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.result) == ("closed", "已核实")
    for shown in (text_of(supervisor, address), text_of(officer, f"{address}/print")):
        assert all(said in shown for said in ("请三日内办结", "已修复", "已核实", number))


def test_nobody_closes_over_an_answer_that_they_have_not_seen(cast: Cast, play: Play) -> None:
    supervisor, officer = cast.client("county_supervisor"), cast.client("department_officer")
    typed = {"matter": play.in_hand().number, "to": HOUSING, "words": "请三日内办结", "days": "3"}
    supervisor.post("/supervision/orders/new", typed)
    address = Order.objects.get().get_absolute_url()
    officer.post(f"{address}/do/receive")
    officer.post(f"{address}/do/reply", {"words": "已修复"})
    form = supervisor.get(f"{address}/do/close").context["form"]
    seen = form["seen"].value()
    supervisor.post(f"{address}/do/send_back", {"words": "仍有裂缝"})
    officer.post(f"{address}/do/reply", {"words": "裂缝已灌缝"})
    typed = {"words": "已核实", "seen": str(seen)}
    late = supervisor.post(f"{address}/do/close", typed)
    assert (late.status_code, Order.objects.get().state) == (422, "replied")
    assert supervisor.post(f"{address}/do/close", typed | {"seen": "x"}).status_code == 422
    typed["seen"] = str(Order.objects.get().version)
    assert supervisor.post(f"{address}/do/close", typed).status_code == 302


def test_what_cannot_be_taken_stands_at_its_entry(cast: Cast, play: Play) -> None:
    supervisor = cast.client("county_supervisor")
    number = play.in_hand().number
    good = {"matter": number, "to": HOUSING, "words": "请三日内办结"}
    bad = (
        {"matter": "20200101-0000001"},
        {"to": CIVIL_AFFAIRS},
        {"to": "nobody"},
        {"words": ""},
        {"words": "x" * 1001},
        {"days": "0"},
        {"days": "many"},
        {"decided_on": "2999-01-01"},
        {"decided_on": "yesterday"},
    )
    for entry in bad:
        answer = supervisor.post("/supervision/orders/new", good | entry)
        assert answer.status_code == 422, entry
        assert "wrong" in answer.content.decode()
    assert Order.objects.count() == 0


def test_a_deed_that_is_not_theirs_does_not_exist(cast: Cast, play: Play) -> None:
    order = ordered(play, play.in_hand().number)
    address = order.get_absolute_url()
    officer = cast.client("department_officer")
    for deed in ("close", "issue", "move", "nonsense"):
        assert officer.get(f"{address}/do/{deed}").status_code == 404
    for who in ("stranger", "strange_township_operator", "grid_worker", "administrator"):
        client = cast.client(who)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}/do/reply", {"words": "好的"}).status_code == 404
    watching = cast.client("electronic_supervisor")
    assert watching.post(f"{address}/do/urge", {"words": "快一点"}).status_code == 404
    order.refresh_from_db()
    assert (order.state, order.urgings) == ("issued", 0)


@pytest.mark.row("R-085")
def test_the_electronic_supervision_reads_no_number_of_a_person(cast: Cast, play: Play) -> None:
    order = ordered(play, play.in_hand().number)
    said = "居民电话10000000001,身份证99000019500307001X"
    reply(order.uid, words=said, by=cast.department_officer, now=play.now)
    address = order.get_absolute_url()
    assert "10000000001" in text_of(cast.client("county_supervisor"), address)
    for page in (address, f"{address}/print"):
        seen = text_of(cast.client("electronic_supervisor"), page)
        assert "****0001" in seen
        assert not any(number in seen for number in ("10000000001", "99000019500307001X"))


def test_lists_cost_the_same_with_one_order_and_with_many(cast: Cast, play: Play) -> None:
    client = cast.client("county_supervisor")
    counts = []
    for more in (1, 3):
        for _one in range(more):
            ordered(play)
        for address in ("/supervision/orders", "/supervision/orders?box=all&light=none"):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_a_list_is_turned_by_its_key(cast: Cast, play: Play) -> None:
    made = [ordered(play, title=f"第{one}件") for one in range(52)]
    client = cast.client("county_supervisor")
    first = text_of(client, "/supervision/orders")
    assert (made[51].number in first, made[1].number in first) == (True, False)
    second = text_of(client, f"/supervision/orders?box=open&after={made[2].pk}")
    assert (made[1].number in second, made[2].number in second) == (True, False)
    for bad in ("-1", "9" * 40, "1e3", "'", "²"):
        assert client.get("/supervision/orders", {"after": bad}).status_code == 200
    for bad_query in ({"box": "moon"}, {"light": "blue"}):
        assert client.get("/supervision/orders", bad_query).status_code == 200


def test_a_request_goes_between_two_departments(cast: Cast, play: Play) -> None:
    asking = cast.client("department_officer")
    typed = {"to": CIVIL_AFFAIRS, "title": "借用场地", "words": "请协调安置场地", "days": "2"}
    assert asking.post("/supervision/coordination/new", typed).status_code == 302
    assert "借用场地" in text_of(
        cast.client("other_department_officer"), "/supervision/coordination"
    )
    assert "借用场地" not in text_of(cast.client("stranger"), "/supervision/coordination?box=all")
    assert timezone.now() >= Order.objects.get().issued_at


def test_the_page_of_a_matter_names_its_orders_and_leads_to_a_new_one(
    cast: Cast, play: Play
) -> None:
    matter = play.in_hand()
    new = f"/supervision/orders/new?matter={matter.number}"
    address = matter.get_absolute_url()
    assert new in text_of(cast.client("county_supervisor"), address)
    order = ordered(play, matter.number)
    for who in ("county_supervisor", "department_officer", "electronic_supervisor"):
        page = text_of(cast.client(who), address)
        assert order.get_absolute_url() in page
        assert (new in page) is (who == "county_supervisor")
    assert order.get_absolute_url() not in text_of(cast.client("grid_worker"), address)
