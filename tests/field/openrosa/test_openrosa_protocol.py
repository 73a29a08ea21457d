"""OpenRosa 1.0 over a socket: list, form, manifest, files, submission, and every no."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.utils import timezone

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Entry, EntryFile
from gege.fieldwork.models import Terminal
from gege.staff.api import SYSTEM, substitute
from tests.cast import OTHER_COMMUNITY, SECOND_GRID
from tests.field.openrosa.collector import Collector
from tests.field.openrosa.conftest import Served
from tests.fieldwork.collecting import new_uid, picture
from tests.fieldwork.sheets import SURVEY, answer

ABOUT = (
    *SURVEY,
    ("select_one_from_file gege_buildings.csv", "gege_building", "楼栋", "Building"),
    ("text", "gege_door", "门牌", "Door"),
    ("text", "gege_outcome", "结果", "Outcome"),
)


def about(building: str = "", door: str = "", outcome: str = "") -> str:
    return (
        f"<gege_building>{building}</gege_building><gege_door>{door}</gege_door>"
        f"<gege_outcome>{outcome}</gege_outcome>"
    )


def opened(served: Served) -> fieldwork.Campaign:
    """A campaign whose form asks for building and door itself."""
    served.collecting.form(survey=ABOUT)
    campaign = served.collecting.open()
    served.collecting.now = timezone.now()
    return campaign


@pytest.mark.row("R-046")
def test_a_collector_finds_fetches_fills_in_and_hands_in(served: Served) -> None:
    campaign = opened(served)
    collector = served.collector()
    (form,) = collector.forms("?verbose=true")
    assert {key: form[key] for key in ("formID", "version", "name", "descriptionText")} == {
        "formID": "houses",
        "version": "1",
        "name": "房屋普查 · 房屋采集",
        "descriptionText": "了解房屋安全情况",
    }
    xml, files = collector.fetched(form)
    assert xml.decode() == campaign.form.xml
    assert sorted(files) == ["gege_buildings.csv", "sketch.png"]
    rows = list(csv.DictReader(io.StringIO(files["gege_buildings.csv"].decode())))
    assert {row["label"]: row["doors"] for row in rows} == {"甲栋": "3", "乙栋": "1"}
    uid = new_uid()
    building = next(row["name"] for row in rows if row["label"] == "甲栋")
    body = f"<house><kind>flat</kind><front>front.jpg</front></house>{about(building, '101')}"
    reply = collector.send(answer(uid, body=body), {"front.jpg": picture()})
    assert (reply.status, reply.receipt["instanceID"], reply.receipt["isComplete"]) == (
        201,
        uid,
        "true",
    )
    entry = Entry.objects.get()
    assert (entry.door, entry.outcome, entry.via, entry.by_name) == (
        "101",
        "done",
        "openrosa",
        "王网格",
    )
    assert entry.assignment == served.collecting.at(campaign, "甲栋")
    assert EntryFile.objects.get().media_type == "image/jpeg"


def test_every_answer_carries_the_headers_of_the_protocol(served: Served) -> None:
    opened(served)
    collector = served.collector()
    (form,) = collector.forms()
    asked = [
        collector.ask("GET", "/formList"),
        collector.ask("GET", form["downloadUrl"]),
        collector.ask("GET", form["manifestUrl"]),
        collector.ask("HEAD", "/submission"),
        collector.send(answer(new_uid())),
        collector.send("nothing"),
        Collector(collector.address, "nobody", "x").ask("GET", "/formList"),
    ]
    for reply in asked:
        assert reply.headers["X-OpenRosa-Version"] == "1.0"
        assert int(reply.headers["X-OpenRosa-Accept-Content-Length"]) == 20 * 1024 * 1024
        assert parsedate_to_datetime(reply.headers["Date"]).tzinfo is not None
    assert asked[3].headers["Location"] == f"{collector.address}/submission"


@pytest.mark.row("R-039")
def test_the_same_answer_again_gets_the_same_receipt_and_another_one_is_refused(
    served: Served,
) -> None:
    opened(served)
    collector, uid = served.collector(), new_uid()
    first = collector.send(answer(uid))
    again = collector.send(answer(uid))
    assert (first.status, again.status) == (201, 201)
    assert first.receipt == again.receipt
    other = collector.send(answer(uid, body="<house><kind>hut</kind></house>"))
    assert other.status == 409
    assert Entry.objects.count() == 1


def test_an_answer_comes_in_several_posts(served: Served) -> None:
    opened(served)
    collector, uid = served.collector(), new_uid()
    xml = answer(uid, body="<house><front>a.jpg</front></house>")
    begun = collector.send(xml, more=True)
    assert (begun.status, begun.receipt["isComplete"]) == (202, "false")
    whole = collector.send(xml, {"a.jpg": picture()})
    assert (whole.status, whole.receipt["isComplete"]) == (201, "true")
    assert (Entry.objects.count(), EntryFile.objects.count()) == (1, 1)


def test_an_answer_whose_files_never_come_is_kept_and_says_so(served: Served) -> None:
    opened(served)
    reply = served.collector().send(answer(new_uid(), body="<house><front>a.jpg</front></house>"))
    assert (reply.status, reply.receipt["isComplete"]) == (201, "false")


def test_a_door_that_declines_is_handed_in_by_the_form(served: Served) -> None:
    campaign = opened(served)
    building = str(served.collecting.points["乙栋"].uid)
    reply = served.collector().send(answer(new_uid(), body=about(building, "", "refused")))
    assert reply.status == 201
    progress = fieldwork.campaign_progress(campaign, served.cast.county_supervisor)
    assert (progress.whole.refused, progress.whole.done, progress.whole.waiting) == (1, 0, 5)


def test_the_time_of_the_doing_is_the_forms_own_within_what_can_be(served: Served) -> None:
    campaign = opened(served)
    assert campaign.opened_at is not None
    collector, now = served.collector(), timezone.now()
    for said, expected in (
        (now + timedelta(days=1), None),
        (now - timedelta(days=9), campaign.opened_at),
    ):
        uid = new_uid()
        collector.send(answer(uid, body=f"<end>{said.isoformat()}</end>"))
        made = Entry.objects.get(uid=uid)
        assert made.made_at == (expected or made.received_at)


def test_a_late_answer_goes_to_the_campaign_that_ran_then(served: Served) -> None:
    first = opened(served)
    during = timezone.now()
    served.collecting.now = during + timedelta(microseconds=1)
    served.collecting.close(first)
    served.collecting.now = timezone.now()
    second = served.collecting.open(title="第二次")
    collector = served.collector()
    uid, fresh = new_uid(), new_uid()
    collector.send(answer(uid, body=f"<end>{during.isoformat()}</end>"))
    collector.send(answer(fresh))
    found = dict(Entry.objects.values_list("uid", "campaign_id"))
    assert found == {uid: first.pk, fresh: second.pk}


def test_without_a_running_campaign_there_is_no_form_and_a_new_answer_is_refused(
    served: Served,
) -> None:
    campaign = opened(served)
    collector = served.collector()
    (form,) = collector.forms()
    served.collecting.close(campaign)
    assert collector.forms() == []
    # A form that was begun can still be read: its answer may be on its way.
    assert collector.ask("GET", form["downloadUrl"]).status == 200
    assert collector.send(answer(new_uid())).status == 409


@pytest.mark.row("R-031")
def test_a_worker_elsewhere_sees_and_hands_in_nothing(served: Served) -> None:
    opened(served)
    (form,) = served.collector().forms()
    served.collecting.form(form_id="theirs")
    served.collecting.open(area_codes=[OTHER_COMMUNITY], form_id="theirs", title="外镇")
    mine = served.collector()
    assert [one["formID"] for one in mine.forms()] == ["houses"]
    assert mine.forms("?formID=theirs") == []
    theirs = form["downloadUrl"].replace("/houses/", "/theirs/")
    for url in (theirs, f"{mine.address}/forms/theirs/1/manifest.xml"):
        assert mine.ask("GET", url).status == 404
    for name in ("sketch.png", "nothing.png", "..%2fsecret"):
        assert mine.ask("GET", f"/forms/theirs/1/media/{name}").status == 404
    assert mine.send(answer(new_uid(), form_id="theirs")).status == 404
    assert Entry.objects.count() == 0


def test_addresses_that_no_name_can_be_do_not_exist(served: Served) -> None:
    opened(served)
    collector = served.collector()
    for path in (
        "forms/%00/1.xml",
        "forms/houses/%00.xml",
        "forms/houses/1/media/%00",
        "forms/houses/1/media/" + "x" * 500,
        "forms/" + "y" * 500 + "/1/manifest.xml",
    ):
        assert collector.ask("GET", f"/{path}").status == 404, path
    assert collector.forms("?formID=%00") == []


def test_nobody_gets_in_with_anything_but_a_terminals_password(served: Served) -> None:
    opened(served)
    good = served.collector()
    second = served.collector(served.cast.second_grid_worker)
    wrong = [
        Collector(good.address, good.name, "yan-kou-2026-xian"),
        Collector(good.address, good.name, ""),
        Collector(good.address, good.name, second.password),
        Collector(good.address, "county-supervisor", good.password),
        Collector(good.address, "", good.password),
    ]
    for one in wrong:
        reply = one.ask("GET", "/formList")
        assert reply.status == 401
        assert reply.headers["WWW-Authenticate"].startswith('Basic realm="Gege"')
    for given in ("Basic", "Basic !!!", "Bearer x", "Basic /w==", "Basic " + "A" * 5000):
        reply = good.ask("GET", "/formList", headers={"Authorization": given})
        assert reply.status == 401, given


def test_after_too_many_failures_even_the_right_password_waits(served: Served) -> None:
    opened(served)
    good = served.collector()
    wrong = Collector(good.address, good.name, "guess")
    statuses = [wrong.ask("GET", "/formList").status for _ in range(5)]
    assert statuses[:4] == [401] * 4
    locked = good.ask("GET", "/formList")
    assert (locked.status, locked.headers["Retry-After"]) == (429, "900")
    other = served.collector(served.cast.second_grid_worker)
    assert other.ask("GET", "/formList").status == 200


@pytest.mark.row("R-022")
def test_a_lost_or_silent_terminal_opens_nothing(served: Served) -> None:
    opened(served)
    collector = served.collector()
    terminal = Terminal.objects.get()
    Terminal.objects.update(password_seen_at=timezone.now() - timedelta(days=40))
    assert collector.ask("GET", "/formList").status == 401
    Terminal.objects.update(password_seen_at=timezone.now())
    assert collector.ask("GET", "/formList").status == 200
    fieldwork.report_lost(
        terminal.uid, note="丢了", by=served.cast.station_clerk, now=timezone.now()
    )
    assert collector.ask("GET", "/formList").status == 401


def test_a_page_of_a_browser_cannot_hand_in(served: Served) -> None:
    opened(served)
    collector = served.collector()
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-origin"}):
        collector.extra = headers
        parts = [("xml_submission_file", "s.xml", "text/xml", answer(new_uid()).encode())]
        assert collector.post(parts).status == 403
    assert Entry.objects.count() == 0


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><data id="houses">&b;</data>'


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("", "需要填好的表"),
        ("<data", "不完整"),
        (BOMB, "实体"),
        (answer(new_uid(), version="77"), "77"),
        (answer(new_uid(), body="x" * 1024 * 1024), "1 MB"),
        ('<data id="houses" version="1"/>', "标识"),
    ],
)
def test_what_cannot_be_taken_is_answered_in_the_persons_language(
    served: Served, xml: str, said: str
) -> None:
    opened(served)
    reply = served.collector().send(xml)
    assert reply.status == 400
    assert said in reply.said
    assert Entry.objects.count() == 0


def test_broken_posts_are_answered_in_the_protocol(served: Served) -> None:
    opened(served)
    collector = served.collector()
    uid = new_uid()
    many = [("xml_submission_file", "s.xml", "text/xml", answer(uid).encode())]
    many += [(f"{n}.jpg", f"{n}.jpg", "image/jpeg", picture(n)) for n in range(60)]
    assert collector.post(many).status == 413
    cut = collector.ask(
        "POST", "/submission", b"--x\r\nnothing", {"Content-Type": "multipart/form-data"}
    )
    assert cut.status == 400
    assert collector.ask("PUT", "/submission").status == 405
    unnamed = [*many[:1], ("b.jpg", "b.jpg", "image/jpeg", picture())]
    assert collector.post(unnamed).status == 400
    assert Entry.objects.count() == 0


@pytest.mark.row("R-046")
def test_a_substitute_hands_in_for_a_campaign_of_the_cover_grid_without_a_building(
    served: Served,
) -> None:
    today = timezone.localdate()
    substitute(
        by=SYSTEM,
        now=timezone.now(),
        account_id=served.cast.grid_worker.account_id or 0,
        unit_id=served.cast.unit_id(SECOND_GRID),
        valid_from=today,
        valid_to=today + timedelta(days=5),
    )
    served.collecting.open(area_codes=[SECOND_GRID])
    reply = served.collector().send(answer(new_uid()))
    assert reply.status == 201, reply.said
    assert Entry.objects.get().area_code == SECOND_GRID


@pytest.mark.row("R-046")
def test_an_answer_with_more_pictures_than_a_form_of_the_desk_takes_is_taken(
    served: Served, settings: Any
) -> None:
    repeat = [f"p{place}.jpg" for place in range(settings.GEGE_UPLOAD_FILES + 3)]
    served.collecting.open()
    reply = served.collector().send(answer(new_uid()), {name: picture() for name in repeat})
    # They are read; that this form does not speak of them is the answer.
    assert (reply.status, "p0.jpg" in reply.said) == (400, True)
