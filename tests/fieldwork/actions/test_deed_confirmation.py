"""The resident confirms a doorstep service (R-061): code, tap, call, or says it was not done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gege.fieldwork import api as field
from gege.fieldwork.api import Invalid, NotFound, Refused, Visit
from gege.staff.api import Actor
from tests.cast import COMMUNITY, Cast
from tests.fieldwork.visiting import HOUR, NOW, TODAY, Visiting, deeds

WRONG = "abcdef"


@pytest.fixture
def visiting(cast: Cast) -> Visiting:
    return Visiting(cast)


def coded(visiting: Visiting, visit: Visit) -> str:
    return field.issue_code(visit.uid, by=visiting.cast.station_clerk, now=NOW)


def confirm(
    visiting: Visiting, visit: Visit, how: str, code: str = "", by: Actor | None = None
) -> Visit:
    who = by or visiting.cast.grid_worker
    return field.confirm_visit(visit.uid, how=how, code=code, at=NOW, by=who, now=NOW)


def call(visiting: Visiting, visit: Visit, said: str, by: Actor | None = None) -> Visit:
    who = by or visiting.cast.station_clerk
    return field.confirm_by_call(visit.uid, said=said, note="电话回访", by=who, now=NOW)


def unconfirmed(visiting: Visiting, by: Actor | None = None) -> tuple[Visit, ...]:
    chosen = field.VisitFilter(box=field.VisitBox.UNCONFIRMED)
    return field.visits(by or visiting.cast.station_clerk, chosen, today=TODAY).rows


@pytest.mark.row("R-061")
def test_a_service_that_only_the_worker_speaks_of_waits_at_the_station(visiting: Visiting) -> None:
    done = visiting.make(visiting.service())
    assert (done.confirm_how, done.confirmed_at) == ("", None)
    assert unconfirmed(visiting) == (done,)
    assert unconfirmed(visiting, visiting.cast.stranger) == ()


@pytest.mark.row("R-061")
def test_the_code_that_the_station_told_the_resident_confirms(visiting: Visiting) -> None:
    planned = visiting.service()
    code = coded(visiting, planned)
    assert len(code) == 6
    assert code not in str(Visit.objects.values().get())
    done = visiting.make(planned, confirm=("code", code, NOW), at=NOW)
    assert (done.confirm_how, done.confirmed_at, done.code_hash) == ("code", NOW, "")
    assert unconfirmed(visiting) == ()


@pytest.mark.row("R-061")
def test_a_tap_on_the_phone_that_was_handed_over_confirms(visiting: Visiting) -> None:
    done = visiting.make(visiting.service(), confirm=("tap", "", NOW - HOUR), at=NOW)
    assert (done.confirm_how, done.confirmed_at) == ("tap", NOW - HOUR)


def test_a_code_can_be_entered_after_the_visit(visiting: Visiting) -> None:
    done = visiting.make(visiting.service())
    code = coded(visiting, done)
    assert confirm(visiting, done, "code", f" {code} ").confirm_how == "code"
    assert confirm(visiting, done, "code", "anything").confirm_how == "code"
    assert deeds(done) == ["plan_visit", "make_visit", "issue_code", "confirm_visit"]
    with pytest.raises(Invalid, match="visit_confirmed_already"):
        confirm(visiting, done, "denied")


def test_a_wrong_code_keeps_the_visit_and_tells_the_worker(visiting: Visiting) -> None:
    planned = visiting.service()
    coded(visiting, planned)
    done = visiting.make(planned, confirm=("code", WRONG, NOW))
    assert (done.state, done.confirm_how, done.code_tries) == ("done", "", 1)
    assert visiting.told() == [("service_code_wrong", None, visiting.cast.grid_worker.account_id)]
    assert unconfirmed(visiting) == (done,)


@pytest.mark.row("R-061")
def test_after_too_many_wrong_codes_only_a_call_confirms(visiting: Visiting) -> None:
    done = visiting.make(visiting.service())
    code = coded(visiting, done)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(Invalid, match="visit_code_wrong") as wrong:
            confirm(visiting, done, "code", WRONG)
        assert wrong.value.values == {"left": left}
    for how in ("code", "tap"):
        with pytest.raises(Refused, match="visit_code_used_up"):
            confirm(visiting, done, how, code)
    with pytest.raises(Refused, match="visit_code_used_up"):
        coded(visiting, done)
    called = call(visiting, done, "call")
    assert (called.confirm_how, called.confirmed_at) == ("call", NOW)
    assert unconfirmed(visiting) == ()


def test_too_many_wrong_codes_do_not_refuse_a_visit_that_comes_late(visiting: Visiting) -> None:
    planned = visiting.service()
    coded(visiting, planned)
    Visit.objects.update(code_tries=5)
    done = visiting.make(planned, confirm=("tap", "", NOW))
    assert (done.state, done.confirm_how) == ("done", "")


@pytest.mark.row("R-061")
def test_a_denial_is_told_to_the_station_and_settled_by_its_call(visiting: Visiting) -> None:
    done = visiting.make(visiting.service(), confirm=("denied", "", NOW))
    assert visiting.told() == [("service_denied", visiting.cast.unit_id(COMMUNITY), None)]
    assert unconfirmed(visiting) == (done,)
    for how in ("tap", "code"):
        with pytest.raises(Invalid, match="visit_denied"):
            confirm(visiting, done, how)
    with pytest.raises(Refused, match="visit_denied"):
        coded(visiting, done)
    assert call(visiting, done, "denied").confirm_how == "denied"
    assert call(visiting, done, "call").confirm_how == "call"
    with pytest.raises(Refused, match="visit_confirmed_already"):
        call(visiting, done, "denied")


def test_only_a_doorstep_service_that_was_done_is_confirmed(visiting: Visiting) -> None:
    care, refused = visiting.plan(), visiting.service()
    with pytest.raises(Invalid, match="visit_nothing_to_confirm"):
        visiting.make(care, confirm=("tap", "", NOW))
    with pytest.raises(Invalid, match="visit_nothing_to_confirm"):
        visiting.make(refused, state="refused", confirm=("tap", "", NOW))
    with pytest.raises(Invalid, match="unknown_choice"):
        visiting.make(refused, confirm=("call", "", NOW))
    with pytest.raises(Refused, match="visit_nothing_to_confirm"):
        coded(visiting, care)
    assert set(Visit.objects.values_list("state", flat=True)) == {"planned"}


def test_whoever_made_a_visit_does_not_speak_for_the_resident(visiting: Visiting) -> None:
    clerk = visiting.cast.station_clerk
    planned = visiting.service()
    code = coded(visiting, planned)
    done = visiting.make(planned, by=clerk, confirm=("code", code, NOW))
    assert done.confirm_how == ""
    with pytest.raises(Refused, match="visit_own_confirmation"):
        coded(visiting, done)
    with pytest.raises(Refused, match="visit_own_confirmation"):
        call(visiting, done, "call")
    with pytest.raises(Refused, match="visit_own_confirmation"):
        confirm(visiting, done, "code", code, by=clerk)


def test_codes_and_calls_are_the_stations(visiting: Visiting) -> None:
    done = visiting.make(visiting.service())
    cast = visiting.cast
    for by in (cast.grid_worker, cast.township_operator, cast.county_supervisor):
        with pytest.raises(Refused, match="not_your_role"):
            field.issue_code(done.uid, by=by, now=NOW)
        with pytest.raises(Refused, match="not_your_role"):
            call(visiting, done, "call", by=by)
    for by in (cast.stranger, cast.second_station_clerk, cast.administrator):
        with pytest.raises(NotFound):
            call(visiting, done, "call", by=by)
        with pytest.raises(NotFound):
            confirm(visiting, done, "tap", by=by)
    with pytest.raises(Refused, match="not_your_role"):
        confirm(visiting, done, "tap", by=cast.electronic_supervisor)
    for said in ("tap", "", "perhaps"):
        with pytest.raises(Invalid, match="unknown_choice"):
            call(visiting, done, said)


@pytest.mark.row("R-088")
@pytest.mark.parametrize("deed", ["issue", "tap", "denied", "call"])
def test_nothing_stays_of_a_word_that_the_ledger_did_not_take(
    visiting: Visiting, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = visiting.make(visiting.service())
    before = list(Visit.objects.values())

    def broken(**_line: object) -> None:
        raise RuntimeError("the ledger is down")

    monkeypatch.setattr("gege.fieldwork.actions.confirm_visit.record", broken)
    act: dict[str, Callable[[], Any]] = {
        "issue": lambda: coded(visiting, done),
        "tap": lambda: confirm(visiting, done, "tap"),
        "denied": lambda: confirm(visiting, done, "denied"),
        "call": lambda: call(visiting, done, "call"),
    }
    with pytest.raises(RuntimeError, match="the ledger is down"):
        act[deed]()
    assert list(Visit.objects.values()) == before
    assert visiting.told() == []
