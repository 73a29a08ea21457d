"""Whoever reported a matter may be reached otherwise later, or not any more."""

from __future__ import annotations

from typing import Any

import pytest

from gege.matters import api as matters
from gege.matters.api import Invalid, NotFound, Reporting, Who
from gege.trail.api import Entry
from tests.matters.play import CALLER, Play


def test_name_and_telephone_are_replaced_and_the_ledger_names_neither(play: Play) -> None:
    matter = play.report(who=CALLER)
    row = Reporting.objects.get()
    by = play.cast.hotline_operator
    new = Who(anonymous=False, name="居民丙", phone="10000000009", wants_callback=True)
    play.do(matters.change_contact, matter, by, reporting_id=row.pk, who=new)
    row.refresh_from_db()
    assert (row.name, row.phone, row.wants_callback) == ("居民丙", "10000000009", True)
    line = play.line(matter)
    assert line["contact_changed"] is True
    for personal in ("10000000009", "居民丙", CALLER.phone):
        assert personal not in " ".join(Entry.objects.values_list("payload", flat=True))
    play.do(matters.change_contact, matter, by, reporting_id=row.pk, who=Who())
    row.refresh_from_db()
    assert (row.anonymous, row.name, row.phone, row.wants_callback) == (True, "", "", False)


def test_another_matters_reporter_is_not_there(play: Play) -> None:
    play.report(who=CALLER)
    row, other = Reporting.objects.get(), play.report(title="另一件")
    with pytest.raises(NotFound):
        play.do(
            matters.change_contact,
            other,
            play.cast.hotline_operator,
            reporting_id=row.pk,
            who=Who(),
        )
    with pytest.raises(NotFound):
        play.do(matters.change_contact, other, play.cast.stranger, reporting_id=row.pk, who=Who())
    row.refresh_from_db()
    assert row.phone == CALLER.phone


def test_what_cannot_be_taken_and_a_broken_ledger_leave_it_as_it_was(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = play.report(who=CALLER)
    row, by = Reporting.objects.get(), play.cast.hotline_operator
    wrong = Who(anonymous=False, name="居民丙", wants_callback=True)
    with pytest.raises(Invalid, match="callback_needs_phone"):
        play.do(matters.change_contact, matter, by, reporting_id=row.pk, who=wrong)

    def broken(**_: Any) -> None:
        raise RuntimeError("the ledger cannot be written")

    monkeypatch.setattr("gege.matters.actions.step.record", broken)
    with pytest.raises(RuntimeError):
        play.do(matters.change_contact, matter, by, reporting_id=row.pk, who=Who())
    row.refresh_from_db()
    assert (row.name, row.phone) == (CALLER.name, CALLER.phone)
