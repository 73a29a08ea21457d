"""Thanks of residents: given, decided on by somebody else, read without a name, counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.matters import api as matters
from gege.notices.api import Message
from gege.portal.actions.thank import decide_thanks, thank_place
from gege.portal.errors import NotFound, PortalError
from gege.portal.models import Thanks
from gege.portal.queries.thanks import thanks_by_person
from gege.territory.api import load_atlas
from gege.trail.api import Entry
from tests.cast import COMMUNITY, GRID, VACANT_GRID
from tests.portal.conftest import Resident


def given(resident: Resident, words: str = "王网格帮我妈妈送药，谢谢", place: str = GRID) -> Thanks:
    return thank_place(place, words, receipt_key=uuid4(), atlas=load_atlas(), now=resident.play.now)


def who(resident: Resident) -> str:
    return str(resident.client.get(f"/r/who/{COMMUNITY}").content.decode())


def sent(resident: Resident, place: str = GRID, **entry: str) -> Any:
    page = resident.client.get(f"/r/thank/{place}")
    resident.wait(seconds=10)
    form = {"token": page.context["token"], "words": "谢谢你们及时修好路灯", **entry}
    return resident.client.post(f"/r/thank/{place}", form)


@pytest.mark.row("R-111")
def test_thanks_are_public_after_the_station_took_the_name_out(resident: Resident) -> None:
    cast, now = resident.play.cast, resident.play.now
    assert sent(resident, words="王网格帮我妈妈送药，谢谢").status_code == 302
    row = Thanks.objects.get()
    assert (row.account_id, row.unit_id) == (cast.grid_worker.account_id, cast.unit_id(GRID))
    assert "送药" not in who(resident)
    assert Message.objects.get(template="thanks_wait").to_unit_id == cast.unit_id(COMMUNITY)
    clerk = cast.client("station_clerk")
    assert "送药" in clerk.get("/portal/thanks").content.decode()
    page = clerk.get(f"/portal/thanks/{row.uid}")
    proposed = page.context["form"]["public_words"].value()
    assert "王网格" not in proposed
    entry = {"verdict": "shown", "public_words": "王网格真好"}
    assert clerk.post(f"/portal/thanks/{row.uid}", entry).status_code == 422
    entry["public_words"] = proposed
    assert clerk.post(f"/portal/thanks/{row.uid}", entry).status_code == 302
    assert "帮我妈妈送药" in who(resident)
    told = Message.objects.get(template="thanked")
    assert told.to_account_id == cast.grid_worker.account_id
    worker = cast.client("grid_worker")
    assert "王网格帮我妈妈送药" in worker.get("/portal/thanks").content.decode()
    deeds = Entry.objects.filter(stream=row.stream).order_by("seq").values_list("deed", "role")
    assert list(deeds) == [("thank", "resident"), ("decide_thanks", "station_clerk")]
    assert now < resident.play.now


def test_thanks_for_a_settled_matter_come_once_and_to_who_did_it(resident: Resident) -> None:
    play, cast = resident.play, resident.play.cast
    number, _ = resident.report()
    assert resident.say("thank", words="谢谢").status_code == 302
    assert not Thanks.objects.exists()
    matters.accept(number, by=cast.grid_worker, now=play.now)
    matters.complete(number, outcome="done", words="坑已填平", by=cast.grid_worker, now=play.now)
    matters.verify(number, by=cast.station_clerk, now=play.now)
    assert "Say thank you" in resident.own()
    assert resident.say("thank", words="谢谢，路好走了").status_code == 302
    row = Thanks.objects.get()
    assert (row.account_id, row.area_code) == (cast.grid_worker.account_id, GRID)
    resident.say("thank", words="再谢一次")
    assert Thanks.objects.count() == 1
    assert "Say thank you" not in resident.own()


def test_the_reporters_own_name_does_not_become_public(resident: Resident) -> None:
    play, cast = resident.play, resident.play.cast
    number, _ = resident.report(name="李四光")
    matters.accept(number, by=cast.grid_worker, now=play.now)
    matters.complete(number, outcome="done", words="坑已填平", by=cast.grid_worker, now=play.now)
    matters.verify(number, by=cast.station_clerk, now=play.now)
    resident.say("thank", words="我是李四光，谢谢")
    row = Thanks.objects.get()
    with pytest.raises(PortalError, match="holds_a_name"):
        decide_thanks(
            row.uid, "shown", public_words="李四光说谢谢", by=cast.station_clerk, now=play.now
        )


def test_thanks_to_the_station_are_decided_above_it(resident: Resident) -> None:
    cast, now = resident.play.cast, resident.play.now
    for place in (COMMUNITY, VACANT_GRID):
        row = given(resident, "谢谢大家", place)
        assert (row.account_id, row.unit_id) == (None, cast.unit_id(COMMUNITY))
        assert Message.objects.filter(template="thanks_wait").latest("id").to_unit_id != row.unit_id
        with pytest.raises(NotFound):
            decide_thanks(row.uid, "shown", public_words="谢谢", by=cast.station_clerk, now=now)
        decide_thanks(row.uid, "shown", public_words="谢谢", by=cast.township_operator, now=now)
    assert cast.client("station_clerk").get(f"/portal/thanks/{row.uid}").status_code == 200


@pytest.mark.parametrize(
    "who_",
    ["grid_worker", "stranger", "strange_township_operator", "county_dispatcher", "administrator"],
)
def test_who_has_no_say_decides_nothing(resident: Resident, who_: str) -> None:
    row, cast = given(resident), resident.play.cast
    with pytest.raises(NotFound):
        decide_thanks(
            row.uid, "shown", public_words="谢谢", by=cast.actor(who_), now=resident.play.now
        )
    assert cast.client(who_).get(f"/portal/thanks/{row.uid}").status_code == 404


def test_what_is_no_thanks_is_read_by_nobody_and_counts_nothing(resident: Resident) -> None:
    cast, now = resident.play.cast, resident.play.now
    rows = [given(resident, words) for words in ("谢谢", "骂人的话", "只给他看的谢谢", "还没看")]
    clerk, account = cast.station_clerk, cast.grid_worker.account_id or 0
    decide_thanks(rows[0].uid, "shown", public_words="谢谢", by=clerk, now=now)
    decide_thanks(rows[1].uid, "refused", note="不是感谢", by=clerk, now=now)
    decide_thanks(rows[2].uid, "private", note="涉及家事", by=clerk, now=now)
    seen = cast.client("grid_worker").get("/portal/thanks").content.decode()
    assert ["骂人" in seen, "只给他看" in seen, "还没看" in seen] == [False, True, False]
    page = resident.client.get(f"/r/who/{COMMUNITY}/thanks").content.decode()
    assert ["骂人" in page, "只给他看" in page] == [False, False]
    later = now + timedelta(days=1)
    assert thanks_by_person([account, 0], now, later) == {account: 2}
    assert thanks_by_person([account], later, later + timedelta(days=1)) == {}
    # A decision can be taken back: what was public is public no more.
    decide_thanks(rows[0].uid, "private", note="当事人要求", by=clerk, now=now)
    assert resident.client.get(f"/r/who/{COMMUNITY}/thanks").context["rows"] == []
    assert Message.objects.filter(template="thanked").count() == 2
    for verdict, note in (("x", "原因"), ("private", " "), ("refused", "长" * 301)):
        with pytest.raises(PortalError):
            decide_thanks(rows[3].uid, verdict, note=note, by=clerk, now=now)


def test_hostile_thanks_are_words_or_refused(resident: Resident) -> None:
    script = "<script>alert(1)</script>\u202e"
    assert sent(resident, words=script).status_code == 302
    row = Thanks.objects.get()
    assert "\u202e" not in row.words
    clerk = resident.play.cast.client("station_clerk")
    for path in ("/portal/thanks", f"/portal/thanks/{row.uid}"):
        assert "<script>alert" not in clerk.get(path).content.decode()
    for entry in (
        {"words": ""},
        {"words": "长" * 301},
        {"words": "\x00"},
        {"website": "http://x"},
        {"token": "forged"},
    ):
        assert sent(resident, **entry).status_code == 422
    assert Thanks.objects.count() == 1
    for place in ("x", "511622100", "9" * 15):
        assert resident.client.get(f"/r/thank/{place}").status_code == 404
    assert resident.client.get(f"/r/who/{GRID}/thanks").status_code == 404


def test_the_same_form_twice_is_one_thanks_and_a_flood_is_stopped(resident: Resident) -> None:
    page = resident.client.get(f"/r/thank/{GRID}")
    resident.wait(seconds=10)
    form = {"token": page.context["token"], "words": "谢谢你们"}
    found = [resident.client.post(f"/r/thank/{GRID}", form).status_code for _ in range(12)]
    assert found == [302] * 10 + [429] * 2
    assert Thanks.objects.count() == 1


@pytest.mark.parametrize("deed", ["thank", "decide"])
def test_no_thanks_without_the_trail(
    resident: Resident, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    row = given(resident) if deed == "decide" else None

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("gege.portal.actions.thank.record", broken)
    by, now = resident.play.cast.station_clerk, resident.play.now

    def act() -> Thanks:
        if row is None:
            return given(resident)
        return decide_thanks(row.uid, "shown", public_words="谢谢", by=by, now=now)

    with pytest.raises(RuntimeError):
        act()
    assert list(Thanks.objects.values_list("state", flat=True)) == (["waiting"] if row else [])


def test_lists_of_thanks_cost_as_much_with_many_as_with_one(resident: Resident) -> None:
    cast, now = resident.play.cast, resident.play.now
    clerk = cast.client("station_clerk")
    costs = set()
    for index in range(3):
        row = given(resident)
        decide_thanks(row.uid, "shown", public_words="谢谢", by=cast.station_clerk, now=now)
        given(resident)
        if index == 0:
            clerk.get("/portal/thanks")
            resident.client.get(f"/r/who/{COMMUNITY}")
        with CaptureQueriesContext(connection) as asked:
            clerk.get("/portal/thanks")
            resident.client.get(f"/r/who/{COMMUNITY}")
            resident.client.get(f"/r/who/{COMMUNITY}/thanks")
        costs.add(len(asked))
    assert len(costs) == 1
