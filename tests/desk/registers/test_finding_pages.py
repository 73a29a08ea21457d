"""What the rules found, at a desk."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.registers.api import Finding, run_rules
from gege.staff.api import Account
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.desk.registers.entering_pages import Desk
from tests.registers.keeping_records import NOW, go_live
from tests.registers.queries.kept import Street, change

PAGE = "/registers/findings"


@pytest.fixture
def street(cast: Cast) -> Street:
    go_live()
    street = Street()
    street.person("李大年", "1946-08")
    change(street.household, head=[])
    run_rules(now=NOW, editions=read_editions())
    return street


@pytest.mark.row("R-047")
def test_a_finding_is_read_masked_filtered_and_worked_off(cast: Cast, street: Street) -> None:
    desk = Desk(cast.client("grid_worker"))
    page = desk.get(PAGE)
    assert "家庭户没有户主" in page
    assert "李**" in page
    assert "李大年" not in page
    only = desk.get(f"{PAGE}?rule=L11")
    assert "李**" in only
    assert only.count("/registers/findings/") == 1
    number = Finding.objects.get(rule="L04").pk
    assert "予以更正" in desk.get(f"{PAGE}/{number}")
    for bad in ({}, {"deed": "decline"}, {"deed": "dismiss"}, {"deed": "dismiss", "reason": "x"}):
        assert desk.post(f"{PAGE}/{number}", **bad).status_code == 422
    answer = desk.post(f"{PAGE}/{number}", deed="dismiss", reason="户主长期外出")
    assert answer.status_code == 302
    assert "家庭户没有户主或成员，或一人在两户</a>" not in desk.get(PAGE)
    assert "已办结" in desk.get(f"{PAGE}/{number}")
    offer = Finding.objects.get(rule="L11").pk
    assert desk.post(f"{PAGE}/{offer}", deed="decline").status_code == 302
    assert "没有发现" in desk.get(PAGE)


def test_bad_addresses_are_answered_with_the_list(cast: Cast, street: Street) -> None:
    desk = Desk(cast.client("station_clerk"))
    for query in ("rule=L99", "rule=%00", "before=-1", "before=٣", "before=99999999999999999999"):
        assert "家庭户没有户主" in desk.get(f"{PAGE}?{query}")
    assert desk.client.get(f"{PAGE}/999999").status_code == 404


def test_the_list_costs_the_same_and_turns_its_pages(cast: Cast, street: Street) -> None:
    client = cast.client("grid_worker")

    def cost() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    one = cost()
    for number in range(28):
        street.person(f"赵{number}", "1946-08")
    run_rules(now=NOW, editions=read_editions())
    assert cost() == one
    for number in range(3):
        street.person(f"钱{number}", "1946-08")
    run_rules(now=NOW, editions=read_editions())
    first = Desk(client).get(PAGE)
    last = Finding.objects.order_by("-pk")[29].pk
    assert f"?before={last}" in first
    rest = Desk(client).get(f"{PAGE}?before={last}")
    assert "李**" in rest


def test_the_pages_are_drawn_in_english(cast: Cast, street: Street) -> None:
    Account.objects.filter(pk=cast.county_supervisor.account_id).update(language="en")
    desk = Desk(cast.client("county_supervisor"))
    assert "A household without head or members" in desk.get(PAGE)
    assert "It is done" in desk.get(f"{PAGE}/{Finding.objects.get(rule='L11').pk}")
