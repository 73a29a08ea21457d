"""Pages of digests and topics."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.supervision import api as supervision
from gege.supervision.api import Digest, TopicRulesEdition
from tests.cast import CIVIL_AFFAIRS, HOUSING, Cast
from tests.matters.play import Play

pytestmark = pytest.mark.row("R-101")


def made(play: Play, month: int = 10) -> Digest:
    play.at(f"2026-{month:02}-12 09:00").report(kind="G01", title="希望多修步道")
    play.at("2026-11-20 09:00")
    by = play.cast.county_supervisor
    first = date(2026, month, 1)
    return supervision.make_digests(first, by=by, now=play.now).digests[0]


def test_a_digest_shows_its_order_and_its_answer(cast: Cast, play: Play) -> None:
    digest = made(play)
    officer = cast.client("department_officer")
    page = officer.get(digest.get_absolute_url()).content.decode()
    assert all(said in page for said in ("希望多修步道", "去答复", digest.order.get_absolute_url()))
    by = cast.department_officer
    supervision.reply(digest.order.uid, words="明年新修三处", by=by, now=play.now)
    page = cast.client("county_dispatcher").get(digest.get_absolute_url()).content.decode()
    assert "明年新修三处" in page
    assert f"/portal/issues/new?digest={digest.uid}" in page
    for who in ("township_operator", "other_department_officer", "stranger", "administrator"):
        assert cast.client(who).get(digest.get_absolute_url()).status_code == 404


def test_digests_of_a_month_are_made_by_hand(cast: Cast, play: Play) -> None:
    supervisor = cast.client("county_supervisor")
    assert supervisor.get("/supervision/digests/make").status_code == 200
    for month in ("", "soon", "2999-01-01", "2001-01-01"):
        assert supervisor.post("/supervision/digests/make", {"month": month}).status_code == 422
    assert cast.client("county_dispatcher").get("/supervision/digests/make").status_code == 404


def test_the_list_costs_the_same_with_one_and_with_three(cast: Cast, play: Play) -> None:
    reader = cast.client("county_dispatcher")
    counts = []
    for month in (8, 9, 10):
        made(play, month)
        reader.get("/supervision/digests")
        with CaptureQueriesContext(connection) as caught:
            page = reader.get("/supervision/digests?topic=urban")
        counts.append(len(caught))
        assert page.content.decode().count("/supervision/digests/") >= month - 7
    assert counts[0] == counts[2]
    assert reader.get("/supervision/digests?as=xlsx").status_code == 200
    assert reader.get("/supervision/digests?month=x&topic=y&after=z").status_code == 200


def test_topics_are_changed_as_the_next_edition(cast: Cast, play: Play) -> None:
    client = cast.client("administrator")
    page = client.get("/setup/topics/edit")
    assert page.status_code == 200
    typed = {
        "urban_department": HOUSING,
        "urban_kinds": "G01 A01",
        "medical_department": CIVIL_AFFAIRS,
        "medical_kinds": "G03",
        "days": "7",
        "note": "暂由民政答复",
        "based_on": "0",
    }
    for wrong in ({"days": "0"}, {"urban_kinds": "ZZ9"}, {"note": ""}, {"culture_kinds": "G01"}):
        assert client.post("/setup/topics/edit", typed | wrong).status_code == 422, wrong
    assert client.post("/setup/topics/edit", typed).status_code == 302
    assert TopicRulesEdition.objects.get().document["lines"]["urban"]["kinds"] == ["G01", "A01"]
    assert client.post("/setup/topics/edit", typed).status_code == 422
    shown = cast.client("electronic_supervisor").get("/setup/topics").content.decode()
    assert "暂由民政答复" in shown
