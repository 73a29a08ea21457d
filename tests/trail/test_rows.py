"""Rows written by a statement of our own are those that Django would have written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from gege.matters.api import Matter, Reporting
from gege.trail.api import AccessLine, Entry, insert
from tests.matters.conftest import cast, play  # noqa: F401 - fixtures
from tests.matters.play import CALLER, Play

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def line(purpose: str = "visit") -> AccessLine:
    return AccessLine(
        at=NOW,
        account_id=1,
        name="王",
        post="p",
        unit="u",
        subject="s",
        fields="f",
        purpose=purpose,
    )


@pytest.mark.django_db
def test_a_row_is_the_same_as_the_one_django_writes() -> None:
    ours, theirs = line(), line()
    insert(ours)
    theirs.save(force_insert=True)
    kept = [model_to_dict(AccessLine.objects.get(pk=one.pk)) for one in (ours, theirs)]
    assert kept[0] | {"id": 0} == kept[1] | {"id": 0}
    assert (ours.pk, ours._state.adding, ours._state.db) == (theirs.pk - 1, False, "default")


@pytest.mark.django_db
def test_hostile_words_are_values_and_nothing_else() -> None:
    words = "'); DROP TABLE trail_entry; -- %s {0}"
    one = line(words)
    insert(one)
    assert AccessLine.objects.get(pk=one.pk).purpose == words


@pytest.mark.django_db
def test_what_the_table_refuses_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(AccessLine(at=NOW, name="王", purpose="x"))


def test_a_report_is_kept_whole_with_what_the_database_fills_in(play: Play) -> None:  # noqa: F811
    matter = play.report(who=CALLER, description="雨后积水", address="农贸市场后门")
    kept = Matter.objects.defer("search").get(pk=matter.pk)
    for field in Matter._meta.concrete_fields:
        if field.attname == "search":
            continue
        mine, theirs = getattr(matter, field.attname), getattr(kept, field.attname)
        if isinstance(theirs, memoryview):
            theirs = bytes(theirs)
        assert (field.attname, mine) == (field.attname, theirs)
    assert (kept.township_code, kept.community_code) == (kept.area_code[:9], kept.area_code[:12])
    row = Reporting.objects.get(matter=matter)
    assert (row.name, row.phone, row.tries, row.last_try_at) == ("居民甲", "10000000001", 0, None)
    assert Entry.objects.filter(stream=matter.stream).count() == 1
