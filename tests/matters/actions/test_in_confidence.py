"""A reporter in confidence: the hotline alone knows them, and it alone calls back (R-077, 2.6)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from gege.matters import api as matters
from gege.matters.api import Move, Reporting, Who, matters_of_phone
from gege.matters.rules.confidence import CONFIDANTS, may_know
from gege.staff.api import resident
from tests.cast import COUNTY
from tests.matters.play import CALLER, Play

SECRET = Who(
    anonymous=False, name="保密甲", phone="100 0000 0077", wants_callback=True, confidential=True
)


@pytest.mark.row("R-077")
def test_nobody_outside_the_hotline_may_know(play: Play) -> None:
    assert frozenset({"hotline_operator", "county_dispatcher"}) == CONFIDANTS
    roles = [str(one.role) for one in play.cast.people.values()]
    assert {role for role in roles if may_know(role, confidential=True)} == CONFIDANTS
    assert all(may_know(role, confidential=False) for role in roles)


def test_somebody_unnamed_has_nothing_to_keep(play: Play) -> None:
    for who in (Who(confidential=True), Who(anonymous=False, confidential=True)):
        with pytest.raises(matters.Invalid) as caught:
            play.report(who=who)
        assert (caught.value.field, caught.value.word) == ("confidential", "nobody_to_keep")
    play.report()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reporting.objects.update(anonymous=True, confidential=True)


@pytest.mark.row("R-110")
def test_the_callback_waits_at_the_county_and_the_station_cannot_make_it(play: Play) -> None:
    matter = play.verified(who=SECRET)
    assert matter.state == "verified"
    assert matter.holder.code == COUNTY
    row = Reporting.objects.get()
    station = matters.matter_page(matter.number, by=play.cast.station_clerk, now=play.now)
    assert Move.CALL_BACK not in station.moves
    supervisor = play.cast.county_supervisor
    with pytest.raises(matters.Refused) as refused:
        play.do(matters.call_back, matter, supervisor, reporting_id=row.pk, contact="confirmed")
    assert refused.value.word == "nobody_to_call"
    hotline = play.cast.hotline_operator
    play.do(matters.call_back, matter, hotline, reporting_id=row.pk, contact="confirmed")
    row.refresh_from_db()
    assert (row.contact, row.tries) == ("confirmed", 1)


def test_beside_somebody_else_only_the_other_one_is_called_by_others(play: Play) -> None:
    matter = play.completed(who=SECRET)
    copy = play.report(who=CALLER, by=play.cast.station_clerk)
    play.do(matters.merge, copy, play.cast.county_dispatcher, parent=matter.number)
    play.do(matters.verify, matter, play.cast.station_clerk)
    kept, other = Reporting.objects.order_by("id")
    supervisor = play.cast.county_supervisor
    with pytest.raises(matters.Invalid) as refused:
        play.do(matters.call_back, matter, supervisor, reporting_id=kept.pk, contact="confirmed")
    assert refused.value.word == "unknown_reporter"
    play.do(matters.call_back, matter, supervisor, reporting_id=other.pk, contact="confirmed")


def test_who_takes_a_report_back_is_kept_no_more(play: Play) -> None:
    matter = play.report(who=SECRET)
    row = Reporting.objects.get()
    by = play.cast.hotline_operator
    matters.withdraw(matter.number, reporting_id=row.pk, by=resident(matter.pk), now=play.now)
    row.refresh_from_db()
    assert (row.anonymous, row.confidential, row.name, row.phone) == (True, False, "", "")
    assert matters_of_phone("10000000077", by=by) == []


@pytest.mark.row("R-072")
def test_what_was_reported_with_a_number_is_found_however_it_was_written(play: Play) -> None:
    by = play.cast.hotline_operator
    first = play.report(who=Who(False, phone="+86 100-0000-0077"))
    second = play.report(who=SECRET)
    play.report(who=CALLER)
    play.report(who=Who(False, phone="20000000077"))  # the same last eight digits, somebody else
    closed = play.closed(who=Who(False, phone="10000000077"))
    found = matters_of_phone("10000000077", by=by)
    assert [one.number for one in found] == [second.number, first.number, closed.number]
    assert matters_of_phone("10000000077", by=play.cast.stranger) == []
    assert matters_of_phone("0077", by=by) == []


def test_a_duplicate_stands_for_what_it_was_merged_into(play: Play) -> None:
    matter = play.report()
    copy = play.report(who=SECRET, by=play.cast.station_clerk)
    play.do(matters.merge, copy, play.cast.station_clerk, parent=matter.number)
    by = play.cast.hotline_operator
    assert [one.number for one in matters_of_phone("10000000077", by=by)] == [matter.number]
