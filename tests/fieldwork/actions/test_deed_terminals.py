"""Terminals: registered, handed over, bound, lost, revoked, retired (R-022)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gege.fieldwork import api as field
from gege.fieldwork.api import Invalid, NotFound, Refused, Terminal
from gege.fieldwork.models import DeadToken
from gege.notices.api import Message
from gege.staff.api import Actor, change_password
from gege.trail.api import Entry
from tests.cast import COMMUNITY, GRID, PASSWORD, Cast

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def registered(cast: Cast, serial: str = "SN-1", unit: str = COMMUNITY) -> Terminal:
    return field.register_terminal(
        serial=serial, model="畅享 60", unit_code=unit, by=cast.administrator, now=NOW
    )


def enrolled(
    cast: Cast, who: Actor, code: str = "", label: str = "Pixel", now: datetime = NOW
) -> tuple[Terminal, str]:
    return field.enrol(
        cast.account(who), code=code, label=label, app_version="1.0.0", by=who, now=now
    )


def handed_over(cast: Cast, one: Terminal, who: Actor, by: Actor | None = None) -> str:
    return field.hand_over(
        one.uid, account_id=who.account_id or 0, by=by or cast.station_clerk, now=NOW
    )


def deeds(one: Terminal) -> list[str]:
    rows = Entry.objects.filter(stream=f"terminal:{one.uid}").order_by("seq")
    return list(rows.values_list("deed", flat=True))


def codes_only(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = replace(field.FieldRules(), terminals_by_code=True)
    monkeypatch.setattr("gege.fieldwork.actions.hand_over.current_rules", lambda _editions: rules)


@pytest.mark.row("R-022")
def test_a_terminal_goes_from_the_list_into_a_workers_hands(cast: Cast) -> None:
    one = registered(cast)
    code = handed_over(cast, one, cast.grid_worker)
    bound, token = enrolled(cast, cast.grid_worker, code.lower())
    assert (bound.pk, bound.state, bound.account_id) == (
        one.pk, "in_use", cast.grid_worker.account_id
    )  # fmt: skip
    assert field.terminal_by_token(token) == bound
    assert token not in str(Terminal.objects.values().get(pk=one.pk))
    assert code not in "".join(Entry.objects.values_list("payload", flat=True))
    assert deeds(one) == ["register_terminal", "hand_over", "enrol"]


def test_an_own_phone_enters_the_register_at_its_first_log_in(cast: Cast) -> None:
    one, token = enrolled(cast, cast.grid_worker)
    assert (one.own_phone, one.model, one.unit_id) == (True, "Pixel", cast.unit_id(GRID))
    assert field.terminal_by_token(token) == one
    assert field.terminal_by_token("") is None
    assert field.terminal_by_token(token + "x") is None


def test_where_the_county_asks_for_codes_no_phone_comes_in_without(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes_only(monkeypatch)
    with pytest.raises(Refused, match="code_needed"):
        enrolled(cast, cast.grid_worker)
    assert Terminal.objects.count() == 0


def test_a_code_is_for_its_person_its_day_and_one_use(cast: Cast) -> None:
    one = registered(cast)
    code = handed_over(cast, one, cast.grid_worker)
    with pytest.raises(Refused, match="code_wrong"):
        enrolled(cast, cast.second_grid_worker, code)
    with pytest.raises(Refused, match="code_wrong"):
        enrolled(cast, cast.grid_worker, code[::-1])
    with pytest.raises(Refused, match="code_wrong"):
        enrolled(cast, cast.grid_worker, code, now=NOW + 24 * HOUR + timedelta(seconds=1))
    enrolled(cast, cast.grid_worker, code, now=NOW + 24 * HOUR)
    field.contact(one.pk, app_version="1", waiting=0, now=NOW + 24 * HOUR)
    with pytest.raises(Refused, match="code_wrong"):
        enrolled(cast, cast.grid_worker, code, now=NOW + 24 * HOUR)


def test_a_log_in_whose_answer_was_lost_can_be_made_again(cast: Cast) -> None:
    one = registered(cast)
    code = handed_over(cast, one, cast.grid_worker)
    _, lost = enrolled(cast, cast.grid_worker, code)
    again, token = enrolled(cast, cast.grid_worker, code)
    assert (again.pk, field.terminal_by_token(lost), field.terminal_by_token(token)) == (
        one.pk, None, again
    )  # fmt: skip
    first, _ = enrolled(cast, cast.grid_worker)
    second, _ = enrolled(cast, cast.grid_worker)
    assert first.pk == second.pk
    field.contact(first.pk, app_version="1", waiting=0, now=NOW)
    third, _ = enrolled(cast, cast.grid_worker)
    assert third.pk != first.pk


def test_nobody_uses_more_than_three_terminals(cast: Cast) -> None:
    for label in "ABC":
        enrolled(cast, cast.grid_worker, label=label)
    with pytest.raises(Refused, match="too_many_terminals"):
        enrolled(cast, cast.grid_worker, label="D")
    with pytest.raises(Invalid, match="too_many_terminals"):
        handed_over(cast, registered(cast), cast.grid_worker)
    assert Terminal.objects.filter(state="in_use").count() == 3


@pytest.mark.row("R-022")
def test_a_lost_terminal_is_dead_at_once_and_told_to_wipe(cast: Cast) -> None:
    one, token = enrolled(cast, cast.grid_worker)
    lost = field.report_lost(one.uid, note="掉在河边", by=cast.grid_worker, now=NOW + HOUR)
    assert (lost.state, lost.token_hash, lost.since) == ("lost", "", NOW + HOUR)
    assert field.terminal_by_token(token) is None
    assert (field.ended_by(token), field.ended_by("never-known"), field.ended_by("")) == (
        "report_lost", "", ""
    )  # fmt: skip
    told = Message.objects.values_list("template", "to_unit_id", "to_account_id")
    assert list(told) == [("terminal_lost", cast.unit_id(COMMUNITY), None)]


def test_a_loss_that_the_station_reports_is_told_to_the_holder(cast: Cast) -> None:
    one, _ = enrolled(cast, cast.grid_worker)
    field.report_lost(one.uid, note="", by=cast.station_clerk, now=NOW)
    told = Message.objects.values_list("template", "to_unit_id", "to_account_id")
    assert list(told) == [("terminal_lost", None, cast.grid_worker.account_id)]


def test_what_is_found_again_needs_a_new_hand_over(cast: Cast) -> None:
    one = registered(cast)
    code = handed_over(cast, one, cast.grid_worker)
    enrolled(cast, cast.grid_worker, code)
    field.report_lost(one.uid, note="", by=cast.grid_worker, now=NOW)
    with pytest.raises(Refused, match="terminal_wrong_state"):
        handed_over(cast, one, cast.grid_worker)
    found = field.found_again(one.uid, note="在车上", by=cast.station_clerk, now=NOW)
    assert (found.state, found.account_id) == ("stock", None)
    with pytest.raises(Refused, match="code_wrong"):
        enrolled(cast, cast.grid_worker, code)
    enrolled(cast, cast.second_grid_worker, handed_over(cast, one, cast.second_grid_worker))
    assert deeds(one)[-4:] == ["report_lost", "found_again", "hand_over", "enrol"]


def test_a_hand_over_to_the_next_person_ends_the_secret_of_the_last(cast: Cast) -> None:
    one = registered(cast)
    _, token = enrolled(cast, cast.grid_worker, handed_over(cast, one, cast.grid_worker))
    handed_over(cast, one, cast.second_grid_worker)
    assert (field.terminal_by_token(token), field.ended_by(token)) == (None, "hand_over")


def test_revoked_retired_and_left_terminals_are_dead(cast: Cast) -> None:
    revoked, first = enrolled(cast, cast.grid_worker)
    field.revoke(revoked.uid, reason="离岗", by=cast.station_clerk, now=NOW)
    retired, second = enrolled(cast, cast.grid_worker)
    field.retire(retired.uid, reason="屏幕碎了", by=cast.administrator, now=NOW)
    left, third = enrolled(cast, cast.grid_worker)
    field.end_own(left, by=cast.grid_worker, now=NOW)
    assert [field.ended_by(one) for one in (first, second, third)] == ["revoke", "retire", "leave"]
    states = Terminal.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["revoked", "retired", "retired"]
    assert DeadToken.objects.count() == 3


def test_an_office_device_that_was_left_waits_for_a_new_code(cast: Cast) -> None:
    one = registered(cast)
    bound, _ = enrolled(cast, cast.grid_worker, handed_over(cast, one, cast.grid_worker))
    left = field.end_own(bound, by=cast.grid_worker, now=NOW)
    assert (left.state, left.account_id, left.enrol_hash) == (
        "stock", cast.grid_worker.account_id, ""
    )  # fmt: skip


def test_silence_ends_with_the_password(cast: Cast) -> None:
    one, _ = enrolled(cast, cast.grid_worker)
    later = NOW + timedelta(days=8)
    assert not field.password_again(one, now=NOW + timedelta(days=7))
    assert field.password_again(one, now=later)
    field.renew(one, by=cast.grid_worker, now=later)
    one.refresh_from_db()
    assert not field.password_again(one, now=later)
    assert deeds(one) == ["enrol", "renew"]


def test_a_contact_notes_what_the_device_says_and_believes_no_nonsense(cast: Cast) -> None:
    one, _ = enrolled(cast, cast.grid_worker)
    assert field.contact(one.pk, app_version="2.1\x00" + "9" * 40, waiting=-5, now=NOW + HOUR)
    one.refresh_from_db()
    assert (one.last_contact_at, one.app_version, one.waiting) == (
        NOW + HOUR, "2.1" + "9" * 17, 0
    )  # fmt: skip
    field.report_lost(one.uid, note="", by=cast.grid_worker, now=NOW)
    assert not field.contact(one.pk, app_version="1", waiting=1, now=NOW + 2 * HOUR)


def test_an_import_passes_over_what_is_known_and_is_all_or_nothing(cast: Cast) -> None:
    registered(cast, "A1")
    assets = [field.Asset("A1"), field.Asset("A2", unit_code=COMMUNITY), field.Asset("A3")]
    assert field.import_terminals(assets, by=cast.administrator, now=NOW) == 2
    assert field.import_terminals(assets, by=cast.administrator, now=NOW) == 0
    with pytest.raises(Invalid, match="terminal_unknown_unit"):
        field.import_terminals(
            [field.Asset("A4"), field.Asset("A5", unit_code="nowhere")],
            by=cast.administrator,
            now=NOW,
        )
    serials = Terminal.objects.order_by("serial").values_list("serial", flat=True)
    assert list(serials) == ["A1", "A2", "A3"]


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"serial": " "}, "needed"),
        ({"serial": "S" * 61}, "too_long"),
        ({"serial": "SN-1"}, "serial_known"),
        ({"unit_code": "nowhere"}, "terminal_unknown_unit"),
    ],
)
def test_a_wrong_entry_of_the_register_is_named(
    cast: Cast, entry: dict[str, str], word: str
) -> None:
    registered(cast)
    given = {"serial": "SN-2", "model": "", "unit_code": ""} | entry
    with pytest.raises(Invalid, match=word):
        field.register_terminal(**given, by=cast.administrator, now=NOW)


def test_a_device_is_handed_only_to_people_in_reach_who_hold_a_post(cast: Cast) -> None:
    one = registered(cast)
    for who in (cast.stranger, cast.second_station_clerk, cast.department_officer):
        with pytest.raises(Invalid, match="nobody_to_hand_over_to"):
            handed_over(cast, one, who)
    with pytest.raises(Invalid, match="nobody_to_hand_over_to"):
        field.hand_over(one.uid, account_id=987654321, by=cast.administrator, now=NOW)
    handed_over(cast, one, cast.department_officer, by=cast.administrator)


def test_who_may_do_what(cast: Cast) -> None:
    one = registered(cast)
    enrolled(cast, cast.grid_worker, handed_over(cast, one, cast.grid_worker))
    for by in (cast.stranger, cast.second_grid_worker, cast.hotline_operator):
        with pytest.raises(NotFound):
            field.report_lost(one.uid, note="", by=by, now=NOW)
    with pytest.raises(NotFound):
        field.report_lost(uuid4(), note="", by=cast.administrator, now=NOW)
    for by in (cast.grid_worker, cast.township_operator, cast.electronic_supervisor):
        with pytest.raises(Refused, match="not_your_role"):
            field.revoke(one.uid, reason="不用了", by=by, now=NOW)
    with pytest.raises(Refused, match="not_your_role"):
        field.retire(one.uid, reason="不用了", by=cast.station_clerk, now=NOW)
    with pytest.raises(Refused, match="not_your_role"):
        field.register_terminal(serial="X", model="", unit_code="", by=cast.station_clerk, now=NOW)
    with pytest.raises(Refused, match="not_your_role"):
        field.enrol(
            cast.account(cast.grid_worker),
            code="",
            label="",
            app_version="",
            by=cast.second_grid_worker,
            now=NOW,
        )
    assert Terminal.objects.get().state == "in_use"


_DEEDS: dict[str, Callable[[Cast, Terminal], Any]] = {
    "register": lambda cast, one: registered(cast, "SN-9"),
    "import": lambda cast, one: field.import_terminals(
        [field.Asset("SN-9")], by=cast.administrator, now=NOW
    ),
    "hand_over": lambda cast, one: handed_over(cast, one, cast.second_grid_worker),
    "enrol": lambda cast, one: enrolled(cast, cast.second_grid_worker),
    "lost": lambda cast, one: field.report_lost(one.uid, note="", by=cast.grid_worker, now=NOW),
    "revoke": lambda cast, one: field.revoke(
        one.uid, reason="离岗", by=cast.administrator, now=NOW
    ),
    "retire": lambda cast, one: field.retire(
        one.uid, reason="报废", by=cast.administrator, now=NOW
    ),
    "leave": lambda cast, one: field.end_own(one, by=cast.grid_worker, now=NOW),
    "renew": lambda cast, one: field.renew(one, by=cast.grid_worker, now=NOW + HOUR),
}


@pytest.mark.row("R-088")
@pytest.mark.parametrize("deed", _DEEDS)
def test_nothing_stays_of_a_deed_that_the_ledger_did_not_take(
    cast: Cast, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = registered(cast)
    enrolled(cast, cast.grid_worker, handed_over(cast, one, cast.grid_worker))
    before = [
        list(model.objects.order_by("pk").values()) for model in (Terminal, DeadToken, Message)
    ]

    def broken(**_line: object) -> None:
        raise RuntimeError("the ledger is down")

    for module in ("terminal_step", "hand_over", "register_terminal"):
        monkeypatch.setattr(f"gege.fieldwork.actions.{module}.record", broken)
    with pytest.raises(RuntimeError, match="the ledger is down"):
        _DEEDS[deed](cast, one)
    after = [
        list(model.objects.order_by("pk").values()) for model in (Terminal, DeadToken, Message)
    ]
    assert after == before


def test_a_changed_password_is_wanted_again_on_every_terminal(cast: Cast) -> None:
    one, token = enrolled(cast, cast.grid_worker)
    assert not field.password_again(one, now=NOW)
    change_password(
        by=cast.grid_worker.signature(), now=NOW, current=PASSWORD, new="another-2026-password"
    )
    spoken = field.terminal_by_token(token)
    assert spoken is not None
    assert field.password_again(spoken, now=NOW)
    field.renew(spoken, by=cast.grid_worker, now=NOW)
    again = field.terminal_by_token(token)
    assert again is not None
    assert not field.password_again(again, now=NOW)


def test_logging_in_anew_on_a_device_needs_no_second_row_and_no_second_code(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, first = enrolled(cast, cast.grid_worker)
    field.contact(one.pk, app_version="1", waiting=0, now=NOW)
    codes_only(monkeypatch)

    def again(who: Actor) -> tuple[Terminal, str]:
        return field.enrol(
            cast.account(who), code="", label="Pixel", app_version="1", by=who, now=NOW, former=one
        )

    same, second = again(cast.grid_worker)
    assert (same.pk, field.terminal_by_token(first), field.terminal_by_token(second)) == (
        one.pk, None, same
    )  # fmt: skip
    with pytest.raises(Refused, match="code_needed"):
        again(cast.second_grid_worker)
    field.report_lost(one.uid, note="", by=cast.grid_worker, now=NOW)
    with pytest.raises(Refused, match="code_needed"):
        again(cast.grid_worker)
