"""What a process keeps in memory is what the database says, at the price of one statement."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from gege.territory import models
from gege.territory.api import (
    AREAS,
    atlas,
    bump,
    calendar,
    dissolve_unit,
    load_atlas,
    read_editions,
)
from gege.trail.api import Signature


def test_a_request_reads_all_editions_in_one_statement(
    county: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load_atlas()
    calendar(read_editions())
    with django_assert_num_queries(1):
        editions = read_editions()
        first, days = atlas(editions), calendar(editions)
    with django_assert_num_queries(0):
        assert atlas(editions) is first
        assert calendar(editions) is days


def test_a_new_edition_is_built_in_five_statements_however_big_the_county(
    county: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    bump(AREAS)
    with django_assert_num_queries(5):
        load_atlas()


def test_two_editions_are_kept(county: None, django_assert_num_queries: object) -> None:
    old = read_editions()
    kept = atlas(old)
    bump(AREAS)
    newer = read_editions()
    assert atlas(newer) is not kept
    assert atlas(old) is kept
    bump(AREAS)
    atlas(read_editions())
    assert atlas(newer) is not kept
    assert len({old.areas, newer.areas, read_editions().areas}) == 3


def test_a_number_that_was_rolled_back_is_never_given_again(
    county: None, by: Signature, now: datetime
) -> None:
    with transaction.atomic():
        dissolve_unit(code="sifa", on=date(2026, 12, 1), successor_code=None, by=by, now=now)
        inside = load_atlas()
        rolled_back = read_editions().areas
        transaction.set_rollback(True)
    assert inside.unit_by_code("sifa") != load_atlas().unit_by_code("sifa")
    bump(AREAS)
    assert read_editions().areas > rolled_back
    sifa = load_atlas().unit_by_code("sifa")
    assert sifa is not None
    assert sifa.valid_to is None


@pytest.mark.django_db
def test_before_anything_is_announced_nothing_is_kept() -> None:
    assert read_editions().areas == 0
    assert load_atlas() is not load_atlas()
    assert load_atlas().county() is None


@pytest.mark.row("R-035")
def test_one_code_is_one_area_at_a_time(county: None) -> None:
    town = models.Area.objects.get(code="511622100")
    town.pk = None
    town.valid_from = date(2026, 1, 1)
    with pytest.raises(IntegrityError, match="one_area_per_code_at_a_time"), transaction.atomic():
        town.save(force_insert=True)
    models.Area.objects.filter(code="511622100").update(valid_to=date(2026, 1, 1))
    town.save(force_insert=True)
    assert models.Area.objects.filter(code="511622100").count() == 2
