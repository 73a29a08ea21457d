"""`register_…` messages: what is learned at a door is a record, once, in words or not at all."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

import gege.registers.actions.chronicle as chronicle
from gege.field.actions.take_messages import is_same
from gege.field.answers import digest
from gege.field.models import Receipt
from gege.registers.api import (
    Consent,
    Finding,
    Link,
    Question,
    Record,
    Side,
    Statement,
    current_contract,
)
from gege.staff.api import SYSTEM, substitute
from gege.territory.api import read_editions
from tests.cast import GRID, SECOND_GRID, Cast
from tests.field.messages.at_doors import (
    PHONE_NUMBER,
    care_file,
    found,
    home,
    opening,
    question,
    record_of,
    saying,
    values,
)
from tests.field.phone import Phone, phone_of
from tests.registers.keeping_records import Home, citizen_number, go_live, sample


@pytest.fixture
def there(county: Cast) -> Home:
    return home(county)


def state(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["status"], answer.get("code", "")


@pytest.mark.row("R-037", "R-039")
def test_a_resident_entered_without_a_network_is_kept_once(phone: Phone, there: Home) -> None:
    body = opening(there)
    message = phone.message("register_open", body)
    first = phone.send(message)[0]
    assert (first["status"], first["subject"]) == ("done", f"register:{body['uid']}")
    assert phone.send(message) == [first | {"again": True}]
    # The same record under another key, as after a restore of the phone, is the same record.
    assert phone.do("register_open", body)["status"] == "done"
    record = record_of(body["uid"])
    assert (record.area_code, values(record)["name"]) == (GRID, "李新来")
    assert Record.objects.filter(sheet="resident").count() == 2


@pytest.mark.row("R-037", "R-039")
def test_whatever_a_county_declares_is_entered_from_the_phone(phone: Phone, county: Cast) -> None:
    """Every sheet that the phone is told of, with every field it is told of, as its form asks."""
    go_live()
    book = current_contract(read_editions())
    told = {one["code"]: one for one in phone.section("contract")["sheets"]}
    assert set(told) <= set(book.sheets)
    targets: dict[str, UUID] = {}
    for code in sorted(told, key=lambda code: (not told[code]["subject"], FIRST.get(code, 9))):
        typed = sample(book.sheets[code], book, targets, side=Side.FIELD)
        named = {field["name"] for field in told[code]["fields"]}
        assert set(typed) <= named, code
        body = {"uid": str(uuid4()), "sheet": code, "grid": GRID, "evidence": "seen",
                "typed": json.loads(json.dumps(typed, default=str)), "consent": "self"}  # fmt: skip
        assert phone.do("register_open", body)["status"] == "done", code
        targets[code] = UUID(body["uid"])
    assert len(targets) >= len(book.registers)


FIRST = {"building": 0, "dwelling": 1, "resident": 2, "organisation": 2, "household": 3, "place": 4}
"""What others point at comes before them."""


@pytest.mark.row("R-044")
def test_a_word_has_the_time_at_which_it_was_said(phone: Phone, there: Home) -> None:
    earlier = timezone.now() - timedelta(hours=5)
    body = saying(there.resident, {"phone": PHONE_NUMBER})
    answer = phone.do("register_say", body, made_at=earlier.isoformat(), skew_ms=0)
    assert state(answer) == ("done", "")
    said = Statement.objects.get(uid=body["uid"])
    assert abs(said.said_at - earlier) < timedelta(seconds=1)
    assert (said.side, said.evidence, said.name) == ("field", "told", "王网格")
    assert values(there.resident)["phone"] == PHONE_NUMBER


def test_what_was_said_longer_ago_than_a_phone_may_be_silent_counts_from_then(
    phone: Phone, there: Home
) -> None:
    long_ago = timezone.now() - timedelta(days=40)
    body = saying(there.resident, {"phone": PHONE_NUMBER})
    phone.do("register_say", body, made_at=long_ago.isoformat(), skew_ms=0)
    said = Statement.objects.get(uid=body["uid"])
    assert timedelta(hours=71) < timezone.now() - said.said_at < timedelta(hours=73)


@pytest.mark.row("R-039")
def test_every_field_that_cannot_be_taken_is_named_and_can_be_mended(
    phone: Phone, there: Home
) -> None:
    body = opening(there, typed={"born": "soon", "residence_kind": "77", "phone": "12"})
    refused = phone.do("register_open", body)
    assert state(refused) == ("refused", "faults")
    assert sorted(refused["fields"]) == ["born", "phone", "residence_kind"]
    assert refused["fields"]["phone"] == "这不是电话号码。"
    assert not Record.objects.filter(uid=body["uid"]).exists()
    mended = opening(there) | {"uid": body["uid"]}
    assert state(phone.do("register_open", mended)) == ("done", "")


@pytest.mark.row("R-039")
def test_a_doubted_number_stands_for_a_reason(phone: Phone, there: Home) -> None:
    sound = citizen_number("19880203")
    doubted = sound[:-1] + ("1" if sound[-1] != "1" else "2")
    body = opening(there, typed={"id_type": "111", "id_number": doubted})
    refused = phone.do("register_open", body)
    assert (refused["code"], list(refused["fields"])) == ("faults", ["id_number"])
    answered = body | {"doubts_answered": "与证件核对过，确实如此"}
    assert state(phone.do("register_open", answered)) == ("done", "")
    said = Statement.objects.get(uid=body["uid"])
    assert said.doubts == {"id_number": ["check_digit"]}


def test_a_number_that_is_there_already_leads_to_the_record(phone: Phone, there: Home) -> None:
    number = citizen_number("19880203")
    first = opening(there, typed={"id_type": "111", "id_number": number, "sex": "0"})
    phone.do("register_open", first)
    again = opening(there, typed={"id_type": "111", "id_number": number, "sex": "0"})
    refused = phone.do("register_open", again)
    assert (refused["code"], refused["there"]) == ("already_there", first["uid"])
    assert state(phone.do("register_open", again | {"although_there": True})) == ("done", "")


@pytest.mark.row("R-037")
def test_consent_is_asked_for_and_a_childs_is_the_guardians(phone: Phone, there: Home) -> None:
    adult = opening(there, typed={"language_help": ["dialect"]})
    refused = phone.do("register_open", adult)
    assert list(refused["fields"]) == ["language_help"]
    assert state(phone.do("register_open", adult | {"consent": "self"})) == ("done", "")
    child = opening(there, typed={"born": "2020-05", "language_help": ["dialect"]})
    refused = phone.do("register_open", child | {"consent": "self"})
    assert (refused["code"], refused["field"]) == ("guardian_consents", "consent")
    assert state(phone.do("register_open", child | {"consent": "guardian"})) == ("done", "")
    given = Consent.objects.get(record__uid=child["uid"])
    assert (given.as_guardian, given.fields) == (True, ["language_help"])


@pytest.mark.row("R-039")
def test_a_word_waits_for_the_record_that_it_is_about(phone: Phone, there: Home) -> None:
    opened = phone.message("register_open", opening(there))
    uid = opened["body"]["uid"]
    word = phone.message("register_say", saying(uid, {"phone": PHONE_NUMBER}), after=opened["key"])
    assert state(phone.send(word)[0]) == ("waiting", "after_missing")
    assert [one["status"] for one in phone.send(opened, word)] == ["done", "done"]
    # Without saying what it follows, it is about nothing that is there.
    lost = phone.do("register_say", saying(str(uuid4()), {"phone": PHONE_NUMBER}))
    assert state(lost) == ("refused", "not_found")


def test_a_word_after_a_refused_entry_is_not_lost(phone: Phone, there: Home) -> None:
    bad = phone.message("register_open", opening(there, typed={"born": "soon"}))
    uid = bad["body"]["uid"]
    word = phone.message("register_say", saying(uid, {"phone": PHONE_NUMBER}), after=bad["key"])
    assert [one["code"] for one in phone.send(bad, word)] == ["faults", "after_refused"]
    mended = phone.message("register_open", opening(there) | {"uid": uid})
    followed = word | {"after": mended["key"]}
    assert [one["status"] for one in phone.send(mended, followed)] == ["done", "done"]


@pytest.mark.row("R-044")
def test_a_row_more_leaves_the_rows_that_stand(phone: Phone, there: Home, county: Cast) -> None:
    file = care_file(there, county, service_log=[{"on": "2026-05-02", "kind": "meal"}])
    row = {"on": "2026-11-01", "kind": "cleaning", "confirmed": True}
    body = saying(file, added={"service_log": [row]}, evidence="seen")
    message = phone.message("register_say", body)
    assert state(phone.send(message)[0]) == ("done", "")
    assert state(phone.do("register_say", body)) == ("done", "")
    assert [one["kind"] for one in values(file)["service_log"]] == ["meal", "cleaning"]
    opened = phone.message("register_open", opening(there))
    phone.send(opened)
    member = {"uid": opened["body"]["uid"], "relation": "20"}
    phone.do("register_say", saying(there.household, added={"members": [member]}))
    live = Link.objects.filter(source=there.household, field="members", until__isnull=True)
    assert sorted(link.parts["relation"] for link in live) == ["02", "20"]


def test_somebody_who_moved_away_is_ended_on_a_day(phone: Phone, there: Home) -> None:
    on = timezone.localdate() - timedelta(days=1)
    body = {"record": str(there.resident.uid), "on": on.isoformat(), "why": "moved_out", "note": ""}
    message = phone.message("register_end", body)
    assert state(phone.send(message)[0]) == ("done", "")
    assert phone.send(message)[0]["again"] is True
    there.resident.refresh_from_db()
    assert (there.resident.valid_to, there.resident.ended_why) == (on, "moved_out")
    assert state(phone.do("register_end", body)) == ("refused", "has_ended")
    late = phone.do("register_say", saying(there.resident, {"phone": PHONE_NUMBER}))
    assert state(late) == ("refused", "has_ended")


@pytest.mark.row("R-044")
def test_a_difference_is_settled_at_the_door(phone: Phone, there: Home, county: Cast) -> None:
    number = question(there, county)
    own = {"question": number, "choose": "standing", "reason": "数过了"}
    assert state(phone.do("register_answer", own)) == ("refused", "not_yours_to_settle")
    nothing = own | {"choose": "proposed", "reason": ""}
    refused = phone.do("register_answer", nothing)
    assert (refused["code"], refused["field"]) == ("reason_needed", "reason")
    gave_way = phone.do("register_answer", own | {"choose": "proposed"})
    assert (gave_way["status"], gave_way["subject"]) == ("done", f"question:{number}")
    assert Question.objects.get(pk=number).how == "gave_way"
    assert values(there.building)["floors"] == 7
    again = phone.do("register_answer", own | {"choose": "proposed"})
    assert state(again) == ("refused", "settled_already")


@pytest.mark.row("R-047")
def test_an_offer_is_declined_and_a_visit_done_with_one_tap(
    phone: Phone, there: Home, county: Cast
) -> None:
    care_file(there, county)
    visit = found("L13")
    declined = phone.do("register_finding", {"finding": visit.pk, "deed": "decline", "reason": ""})
    assert (declined["code"], declined["field"]) == ("unknown_choice", "deed")
    done = phone.do("register_finding", {"finding": visit.pk, "deed": "finish", "reason": ""})
    assert (done["status"], done["subject"]) == ("done", f"register_finding:{visit.pk}")
    again = phone.do("register_finding", {"finding": visit.pk, "deed": "finish", "reason": ""})
    assert state(again) == ("refused", "stale")
    today = timezone.localdate()
    eighty = {"name": "赵高寿", "born": f"{today.year - 80}-{today.month:02}"}
    phone.do("register_open", opening(there, typed=eighty))
    offer = found("L11")
    phone.do("register_finding", {"finding": offer.pk, "deed": "decline", "reason": ""})
    assert Finding.objects.get(pk=offer.pk).state == "declined"


def test_only_the_worker_of_the_grid_and_who_covers_it_speak(there: Home, county: Cast) -> None:
    other = phone_of(county, "second_grid_worker")
    about = saying(there.resident, {"phone": PHONE_NUMBER})
    ending = {"record": str(there.resident.uid), "on": "2026-11-01", "why": "moved_out", "note": ""}
    for kind, body in (("register_say", about), ("register_end", ending)):
        assert state(other.do(kind, body)) == ("refused", "not_found")
    into = other.do("register_open", opening(there) | {"grid": SECOND_GRID})
    assert into["fields"] == {"dwelling": "没有可引用的这份档案。"}
    number = question(there, county)
    for kind, body in (
        ("register_answer", {"question": number, "choose": "proposed", "reason": "不知道"}),
        ("register_finding", {"finding": 1, "deed": "finish", "reason": ""}),
    ):
        assert state(other.do(kind, body)) == ("refused", "not_found")
    substitute(
        account_id=county.people["second_grid_worker"].account_id or 0,
        unit_id=county.grid_worker.unit_id,
        valid_from=timezone.localdate(),
        valid_to=timezone.localdate() + timedelta(days=2),
        by=SYSTEM,
        now=timezone.now(),
    )
    assert state(other.do("register_say", about)) == ("done", "")


def test_a_uid_of_somebody_else_is_refused(there: Home, county: Cast, phone: Phone) -> None:
    body = opening(there)
    phone.do("register_open", body)
    word = saying(there.resident, {"phone": PHONE_NUMBER})
    phone.do("register_say", word)
    other = phone_of(county, "second_grid_worker")
    alien = {"uid": body["uid"], "sheet": "place", "typed": {}, "evidence": "seen"}
    assert state(other.do("register_open", alien)) == ("refused", "uid_used")
    assert state(phone.do("register_open", alien | {"uid": word["uid"]})) == ("refused", "uid_used")


def test_nothing_stays_when_the_trail_cannot_be_written(
    phone: Phone, there: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = saying(there.resident, {"phone": PHONE_NUMBER})
    message = phone.message("register_say", body)
    with patch.object(chronicle, "write", side_effect=RuntimeError):
        assert state(phone.send(message)[0]) == ("waiting", "fault")
    assert "phone" not in values(there.resident)
    assert not Receipt.objects.filter(key=message["key"]).exists()
    assert state(phone.send(message)[0]) == ("done", "")


def test_a_receipt_is_no_way_to_guess_what_was_said(
    phone: Phone, there: Home, settings: Any
) -> None:
    message = phone.message("register_say", saying(there.resident, {"phone": PHONE_NUMBER}))
    first = phone.send(message)[0]
    kept = Receipt.objects.get(key=message["key"]).digest
    bare = [message[name] for name in ("kind", "made_at", "post", "body")]
    assert (len(kept), kept == digest(bare)) == (64, False)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert is_same(message, kept)
    settings.SECRET_KEY_FALLBACKS = []
    assert not is_same(message, kept)
    assert first["status"] == "done"


def test_the_same_key_with_other_words_is_refused(phone: Phone, there: Home) -> None:
    message = phone.message("register_say", saying(there.resident, {"phone": PHONE_NUMBER}))
    phone.send(message)
    other = message | {"body": message["body"] | {"typed": {"phone": "10000000008"}}}
    assert state(phone.send(other)[0]) == ("refused", "key_used")
    assert values(there.resident)["phone"] == PHONE_NUMBER


def test_an_unknown_kind_is_refused_in_words(phone: Phone) -> None:
    refused = phone.do("register_wish", {"uid": str(uuid4())})
    assert (refused["status"], refused["code"]) == ("refused", "unknown_kind_of_message")
    assert refused["text"] == "平台的这个版本不认识这条内容。"
