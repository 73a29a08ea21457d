"""The doorstep service's code goes to the resident's telephone, and is kept nowhere (R-061)."""

from __future__ import annotations

import pytest

from gege.fieldwork import api as field
from gege.fieldwork.api import Visit
from gege.notices.api import Delivery, Message, unseal
from gege.notices.planning import PURPOSE
from tests.cast import Cast
from tests.fieldwork.visiting import NOW, Visiting


@pytest.fixture
def visiting(cast: Cast) -> Visiting:
    return Visiting(cast)


def issue(visiting: Visiting, visit: Visit, *, by_text: bool) -> str:
    clerk = visiting.cast.station_clerk
    return field.issue_code(visit.uid, by=clerk, now=NOW, by_text=by_text)


@pytest.mark.row("R-061")
def test_the_code_goes_to_the_visits_telephone_sealed(visiting: Visiting) -> None:
    visit = visiting.service()
    Visit.objects.filter(uid=visit.uid).update(phone="10000000109")
    code = issue(visiting, visit, by_text=True)
    one = Delivery.objects.get()
    assert unseal(one.sealed, PURPOSE) == {"phone": "10000000109", "values": {"code": code}}
    assert (one.shown, Message.objects.get().values) == ("100****0109", {})


def test_nothing_goes_out_unasked_or_without_a_telephone(visiting: Visiting) -> None:
    visit = visiting.service()
    Visit.objects.filter(uid=visit.uid).update(phone="")
    issue(visiting, visit, by_text=True)
    Visit.objects.filter(uid=visit.uid).update(phone="10000000109")
    issue(visiting, visit, by_text=False)
    assert Delivery.objects.count() == 0


def test_when_the_text_cannot_be_written_the_code_is_not_made(
    visiting: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = visiting.service()
    Visit.objects.filter(uid=visit.uid).update(phone="10000000109", code_hash="")

    def broken(*args: object, **entries: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("gege.fieldwork.actions.confirm_visit.post", broken)
    with pytest.raises(RuntimeError, match="broken"):
        issue(visiting, visit, by_text=True)
    assert Visit.objects.get(uid=visit.uid).code_hash == ""
