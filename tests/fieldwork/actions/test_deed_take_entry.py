"""What became of a door: taken once however often it comes, and only where it belongs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Entry, EntryFile, Invalid, NotFound, Refused
from gege.matters.api import path_of
from gege.staff.api import Actor
from gege.trail.api import Entry as Line
from tests.fieldwork.collecting import Collecting, new_uid, picture
from tests.fieldwork.sheets import answer

PHOTO = "<house><kind>flat</kind><rooms>3</rooms><front>front.jpg</front></house>"


@pytest.mark.row("R-046")
def test_an_answered_door_is_kept_with_its_answer(collecting: Collecting) -> None:
    campaign = collecting.open()
    uid = new_uid()
    entry = collecting.take(campaign, uid=uid, note=" 已\u202e看 ")
    assert (entry.uid, entry.outcome, entry.door, entry.note, entry.latest) == (
        uid,
        "done",
        "101",
        "已看",
        True,
    )
    assert (entry.area_code, entry.by_name, entry.via) == (
        collecting.points["甲栋"].area_code,
        "王网格",
        "handheld",
    )
    assert (entry.made_at, entry.received_at) == (collecting.now, collecting.now)
    assert collecting.deeds(f"entry:{uid}") == ["take_entry"]


@pytest.mark.row("R-046")
@pytest.mark.parametrize("outcome", ["refused", "absent", "revisit"])
def test_a_no_needs_no_form_and_no_reason(collecting: Collecting, outcome: str) -> None:
    entry = collecting.take(collecting.open(), outcome=outcome)
    assert (entry.outcome, entry.xml, entry.note, entry.check_state) == (outcome, "", "", "")


@pytest.mark.row("R-039")
def test_the_same_entry_again_is_the_first_and_changes_nothing(collecting: Collecting) -> None:
    campaign, uid = collecting.open(), new_uid()
    first = collecting.take(campaign, uid=uid)
    lines = Line.objects.count()
    collecting.wait(hours=5)
    again = collecting.take(campaign, uid=uid, at=collecting.now)
    assert (again.pk, again.received_at) == (first.pk, first.received_at)
    assert (Entry.objects.count(), Line.objects.count()) == (1, lines)


@pytest.mark.parametrize(
    "other",
    [
        {"door": "102"},
        {"note": "别的"},
        {"outcome": "absent", "xml": ""},
        {"xml": "other"},
    ],
)
def test_another_content_under_the_key_is_refused(
    collecting: Collecting, other: dict[str, Any]
) -> None:
    campaign, uid = collecting.open(), new_uid()
    first = collecting.take(campaign, uid=uid)
    if other.get("xml") == "other":
        other = {"xml": answer(uid, body="<house><kind>hut</kind></house>")}
    with pytest.raises(Refused, match="uid_used"):
        collecting.take(campaign, uid=uid, **other)
    first.refresh_from_db()
    assert (Entry.objects.count(), first.door, first.outcome) == (1, "101", "done")


def test_another_person_under_the_key_is_refused(collecting: Collecting) -> None:
    campaign, uid = collecting.open(), new_uid()
    collecting.take(campaign, uid=uid)
    with pytest.raises(Refused, match="uid_used"):
        collecting.take(campaign, uid=uid, by=collecting.cast.station_clerk)


@pytest.mark.row("R-046")
def test_the_newest_answer_of_a_door_counts_whatever_order_they_come_in(
    collecting: Collecting,
) -> None:
    campaign = collecting.open()
    noon = collecting.now + timedelta(hours=3)
    collecting.wait(hours=6)
    newer = collecting.take(campaign, outcome="refused", at=noon)
    late = collecting.take(campaign, outcome="absent", at=noon - timedelta(hours=1))
    newest = collecting.take(campaign, at=noon + timedelta(hours=1))
    other = collecting.take(campaign, door="102", at=noon)
    found = {row.pk: row.latest for row in Entry.objects.all()}
    assert found == {newer.pk: False, late.pk: False, newest.pk: True, other.pk: True}


def test_without_a_door_only_a_building_of_one_door_has_one(collecting: Collecting) -> None:
    campaign = collecting.open()
    for building in ("甲栋", "乙栋"):
        collecting.take(campaign, building, door="", outcome="absent")
        collecting.wait(minutes=1).take(campaign, building, door="", outcome="refused")
    rows = Entry.objects.filter(latest=True).order_by("pk")
    assert [(row.assignment.point.name, row.outcome) for row in rows if row.assignment] == [
        ("甲栋", "absent"),
        ("甲栋", "refused"),
        ("乙栋", "refused"),
    ]


@pytest.mark.row("R-046")
def test_after_the_end_only_what_was_done_before_is_taken(collecting: Collecting) -> None:
    campaign = collecting.open()
    before = collecting.wait(hours=1).now
    collecting.wait(hours=1).close(campaign)
    collecting.wait(hours=30)
    with pytest.raises(Refused, match="campaign_closed"):
        collecting.take(campaign)
    late = collecting.take(campaign, at=before)
    assert (late.made_at, late.received_at) == (before, collecting.now)


def test_before_the_beginning_nothing_is_taken(collecting: Collecting) -> None:
    collecting.form()
    draft = collecting.draft()
    with pytest.raises(Refused, match="campaign_not_open"):
        collecting.take(draft)
    opened = fieldwork.open_campaign(
        draft.uid, by=collecting.cast.county_supervisor, now=collecting.now
    )
    with pytest.raises(Refused, match="campaign_not_open"):
        collecting.take(opened, at=collecting.now - timedelta(minutes=1))
    with pytest.raises(Invalid, match="in_the_future"):
        collecting.take(opened, at=collecting.now + timedelta(minutes=6))


@pytest.mark.row("R-046")
def test_an_answer_on_an_earlier_version_is_taken(collecting: Collecting) -> None:
    campaign = collecting.open()
    collecting.form("2")
    fieldwork.amend_campaign(
        campaign.uid,
        form_id="houses",
        version="2",
        by=collecting.cast.county_supervisor,
        now=collecting.now,
    )
    old = collecting.take(campaign)
    new = collecting.take(campaign, door="102", version="2")
    assert [(one.form.version) for one in (old, new)] == ["1", "2"]


def test_without_a_campaign_it_is_the_one_that_ran_there_with_the_form(
    collecting: Collecting,
) -> None:
    first = collecting.open()
    early = collecting.wait(hours=1).now
    collecting.wait(hours=1).close(first)
    second = collecting.wait(hours=1).open(title="第二次")
    collecting.wait(hours=1)
    late = collecting.take(None, at=early)
    fresh = collecting.take(None)
    assert (late.campaign_id, fresh.campaign_id) == (first.pk, second.pk)
    assert (fresh.assignment, fresh.area_code, fresh.latest) == (
        None,
        collecting.cast.grid_worker.area_code,
        True,
    )


def test_pictures_lose_their_hidden_fields_and_may_come_later(collecting: Collecting) -> None:
    campaign, uid = collecting.open(), new_uid()
    xml = answer(uid, body=PHOTO)
    entry = collecting.take(campaign, uid=uid, xml=xml)
    for _ in range(2):
        assert collecting.take(campaign, uid=uid, xml=xml, files={"front.jpg": picture()}) == entry
    (file,) = EntryFile.objects.all()
    kept = path_of(file.sha256).read_bytes()
    assert (file.name, file.media_type, file.size) == ("front.jpg", "image/jpeg", len(kept))
    assert b"SECRETPHONE" in picture()
    assert b"SECRETPHONE" not in kept
    assert collecting.deeds(f"entry:{uid}") == ["take_entry", "add_files"]
    with pytest.raises(Refused, match="uid_used"):
        collecting.take(campaign, uid=uid, xml=xml, files={"front.jpg": picture(200)})


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("other.jpg", picture(), "file_not_named"),
        ("front.jpg", b"MZ\x90\x00" + b"\x00" * 300, "answer_file_type"),
        ("front.jpg", b"<svg onload='alert(1)'/>", "answer_file_type"),
        ("front.jpg", b"", "answer_file_empty"),
        ("front.jpg", picture()[:200], "answer_file_broken"),
        ("../front.jpg", picture(), "file_name"),
        (".front.jpg", picture(), "file_name"),
    ],
)
def test_a_file_that_is_not_what_the_answer_needs_is_refused(
    collecting: Collecting, name: str, content: bytes, word: str
) -> None:
    campaign, uid = collecting.open(), new_uid()
    with pytest.raises(Invalid, match=word):
        collecting.take(campaign, uid=uid, xml=answer(uid, body=PHOTO), files={name: content})
    assert (Entry.objects.count(), EntryFile.objects.count()) == (0, 0)


UID = "uuid:00000000-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    ("xml", "word"),
    [
        ("", "answer_needed"),
        ("not xml", "xml_broken"),
        (answer(UID)[:-4], "xml_broken"),
        ('<!DOCTYPE d [<!ENTITY a "b">]><data id="houses" version="1">&a;</data>', "with_entities"),
        ("<a>" * 70 + "</a>" * 70, "xml_too_deep"),
        (answer(UID, body="x" * 1024 * 1024), "xml_too_large"),
        (answer(new_uid()), "answer_of_other_id"),
        ('<data id="houses" version="1"/>', "answer_without_id"),
        (answer(UID).replace('id="houses"', ""), "answer_of_no_form"),
        (answer(UID, form_id="others"), "answer_of_other_form"),
        (answer(UID, version="2"), "answer_of_other_form"),
        (answer(UID, root="other"), "answer_of_other_form"),
    ],
)
def test_what_is_no_answer_on_the_form_is_refused(
    collecting: Collecting, xml: str, word: str
) -> None:
    campaign = collecting.open()
    with pytest.raises(Invalid, match=word):
        collecting.take(campaign, uid=UID, xml=xml)
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"version": "9"}, "form_unknown"),
        ({"form_id": "nothing"}, "form_unknown"),
        ({"outcome": "maybe"}, "unknown_choice"),
        ({"via": "pigeon"}, "unknown_choice"),
        ({"uid": "short"}, "answer_without_id"),
        ({"uid": "uuid:../../etc"}, "answer_without_id"),
        ({"door": "1" * 41}, "too_long"),
        ({"note": "字" * 201}, "too_long"),
    ],
)
def test_malformed_entries_are_refused_in_words(
    collecting: Collecting, entry: dict[str, Any], word: str
) -> None:
    campaign = collecting.open()
    with pytest.raises(Invalid, match=word) as refused:
        collecting.take(campaign, **({"xml": answer(UID), "uid": UID} | entry))
    assert fieldwork.sentence_of(refused.value) != word


def test_another_form_than_the_campaigns_is_refused(collecting: Collecting) -> None:
    campaign = collecting.open()
    collecting.form(form_id="others")
    with pytest.raises(Invalid, match="form_of_other_campaign"):
        collecting.take(campaign, form_id="others")


def strangers(collecting: Collecting) -> list[Actor]:
    cast = collecting.cast
    return [cast.stranger, cast.strange_township_operator, cast.second_station_clerk]


@pytest.mark.row("R-031")
def test_a_stranger_hands_in_nothing(collecting: Collecting) -> None:
    campaign = collecting.open()
    for who in strangers(collecting):
        for building in ("甲栋", None):
            with pytest.raises(NotFound):
                collecting.take(campaign, building, by=who)
            with pytest.raises(NotFound):
                collecting.take(None, None, by=who)
    with pytest.raises(NotFound):
        collecting.take(campaign, "丙栋")
    for who in (collecting.cast.electronic_supervisor, collecting.cast.administrator):
        with pytest.raises(NotFound):
            collecting.take(campaign, by=who)
    assert Entry.objects.count() == 0


def test_whoever_was_asked_to_go_elsewhere_hands_in_there(collecting: Collecting) -> None:
    campaign = collecting.open()
    building = collecting.at(campaign, "丙栋")
    fieldwork.assign(
        campaign.uid,
        [building.pk],
        account_id=collecting.cast.grid_worker.account_id,
        by=collecting.cast.station_clerk,
        now=collecting.now,
    )
    entry = collecting.take(campaign, "丙栋")
    assert (entry.area_code, entry.by_name) == (collecting.points["丙栋"].area_code, "王网格")


@pytest.mark.parametrize("wrong", ["0", "999999", "abc", "-1", "9" * 30, "１"])
def test_a_building_that_is_none_is_not_found(collecting: Collecting, wrong: str) -> None:
    with pytest.raises(NotFound):
        collecting.take(collecting.open(), assignment_id=wrong)


@pytest.mark.parametrize("wrong", ["", "abc", "00000000-0000-4000-8000-000000000000"])
def test_a_campaign_that_is_none_is_not_found(collecting: Collecting, wrong: str) -> None:
    collecting.open()
    with pytest.raises(NotFound):
        collecting.take(None, campaign_uid=wrong)


def test_nothing_stays_when_the_trail_breaks(
    collecting: Collecting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    campaign = collecting.open()
    first = collecting.take(campaign)

    def broken(**_line: Any) -> None:
        raise RuntimeError("the trail is broken")

    monkeypatch.setattr("gege.fieldwork.actions.take_entry.record", broken)
    with pytest.raises(RuntimeError, match="trail"):
        collecting.wait(minutes=1).take(campaign, outcome="refused")
    first.refresh_from_db()
    assert (Entry.objects.count(), first.latest) == (1, True)
