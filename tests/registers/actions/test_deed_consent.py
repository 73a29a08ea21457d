"""What is kept with consent only is asked first, and forgotten when it is taken back."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest

from gege.kernel.ids import new_uid
from gege.registers.api import (
    Consent,
    Faults,
    Invalid,
    NotFound,
    Record,
    Refused,
    say,
    withdraw_consent,
)
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import Cast
from tests.registers.keeping_records import LATER, NOW, Home, enter, go_live


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live()
    return Home(cast.grid_worker)


def care(home: Home, cast: Cast, **more: Any) -> Record:
    typed = {"person": home.resident.uid, "visit_cycle": "7", **more.pop("typed", {})}
    return enter("care_file", typed, cast.grid_worker, **more)


NEEDS = {"group": ["3"], "needs": ["meal"]}


def test_without_consent_nothing_of_it_is_kept(cast: Cast, home: Home) -> None:
    with pytest.raises(Faults) as caught:
        care(home, cast, typed=NEEDS, consent="")
    assert {name: wrong.word for name, wrong in caught.value.fields.items()} == {
        "group": "consent_needed",
        "needs": "consent_needed",
    }
    assert not Record.objects.filter(sheet="care_file").exists()
    # What has a law as its basis needs none.
    assert care(home, cast, consent="").open == {"visit_cycle": "7"}


def test_who_consented_to_what_is_written_down_and_not_asked_twice(cast: Cast, home: Home) -> None:
    file = care(home, cast, typed=NEEDS, consent="self", evidence="told")
    given = Consent.objects.get(record=file)
    assert (given.fields, given.given_by, given.how, given.notice, given.given_at) == (
        ["group", "needs"],
        "self",
        "spoken",
        "0:care_file",
        NOW,
    )
    told = say(
        new_uid(),
        record=file.uid,
        typed={"needs": ["bath"]},
        evidence="told",
        by=cast.grid_worker,
        now=LATER,
        editions=read_editions(),
    )
    assert told is not None
    assert Consent.objects.count() == 1


def test_for_a_child_the_guardian_consents(cast: Cast, home: Home) -> None:
    child = home.person(cast.grid_worker, name="王小宝", born="2020-02", consent="")
    typed = {"person": child.uid, "visit_cycle": "7", "needs": ["company"]}
    with pytest.raises(Invalid, match="guardian_consents"):
        enter("care_file", typed, cast.grid_worker, consent="self")
    file = enter("care_file", typed, cast.grid_worker, consent="guardian")
    assert Consent.objects.get(record=file).as_guardian


def test_a_department_asks_in_its_own_procedure(cast: Cast, home: Home) -> None:
    file = care(home, cast, consent="")
    told = say(
        new_uid(),
        record=file.uid,
        typed={"disability_kind": "1"},
        evidence="department_file",
        by=cast.other_department_officer,
        now=LATER,
        editions=read_editions(),
    )
    assert told is not None
    assert not Consent.objects.exists()


def test_a_consent_that_is_taken_back_leaves_nothing_of_it(cast: Cast, home: Home) -> None:
    file = care(home, cast, typed=NEEDS, consent="self")
    withdraw_consent(file.uid, by=cast.grid_worker, now=LATER, editions=read_editions())
    file.refresh_from_db()
    assert (file.open, file.sealed) == ({"visit_cycle": "7"}, {})
    assert set(file.standing) == {"person", "visit_cycle"}
    assert Consent.objects.get(record=file).withdrawn_at == LATER
    line = Entry.objects.filter(stream=f"register:{file.uid}").order_by("-seq")[0]
    assert (line.deed, '"needs"' in line.payload, "meal" in line.payload) == (
        "withdraw_consent",
        True,
        False,
    )
    with pytest.raises(Refused, match="no_consent"):
        withdraw_consent(file.uid, by=cast.grid_worker, now=LATER, editions=read_editions())
    with pytest.raises(Faults):
        say(
            new_uid(),
            record=file.uid,
            typed={"needs": ["bath"]},
            evidence="told",
            by=cast.grid_worker,
            now=LATER,
            editions=read_editions(),
        )


def test_without_its_line_nothing_is_forgotten_and_a_stranger_forgets_nothing(
    cast: Cast, home: Home
) -> None:
    file = care(home, cast, typed=NEEDS, consent="self")
    with (
        patch("gege.registers.actions.chronicle.write", side_effect=RuntimeError("broken")),
        pytest.raises(RuntimeError, match="broken"),
    ):
        withdraw_consent(file.uid, by=cast.grid_worker, now=LATER, editions=read_editions())
    file.refresh_from_db()
    assert set(file.sealed) == {"group", "needs"}
    with pytest.raises(NotFound):
        withdraw_consent(file.uid, by=cast.stranger, now=LATER, editions=read_editions())


def test_consent_at_the_desk_is_noted_and_taken_back(cast: Cast, home: Home) -> None:
    client = cast.client("grid_worker")
    typed: dict[str, Any] = {
        "uid": str(new_uid()),
        "person-0-uid": str(home.resident.uid),
        "visit_cycle": "7",
        "needs": ["meal"],
        "evidence": "told",
    }
    assert client.post("/registers/care_file/new", typed).status_code == 422
    answer = client.post("/registers/care_file/new", {**typed, "consent": "self"})
    assert answer.status_code == 302
    page = answer["Location"]
    assert "本人同意" in client.get(page).content.decode()
    assert client.get(f"{page}/consent").status_code == 200
    assert client.post(f"{page}/consent").status_code == 302
    assert "已撤回" in client.get(page).content.decode()
