"""What the database itself refuses, whoever asks."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from gege.staff.models import Account, Post
from tests.cast import GRID, SECOND_GRID, VACANT_GRID, Cast

DAY = date(2026, 11, 23)


def _post(cast: Cast, who: str, grid: str, **more: object) -> Post:
    columns: dict[str, object] = {
        "account_id": cast.people[who].account_id,
        "role": "grid_worker",
        "unit_id": cast.unit_id(grid),
        "valid_from": DAY,
        **more,
    }
    return Post.objects.create(**columns)


@pytest.mark.row("R-015")
def test_two_overlapping_responsible_workers_of_one_grid_are_refused(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="one_responsible_worker_per_grid"):
        _post(cast, "second_grid_worker", GRID)


@pytest.mark.row("R-015")
def test_a_worker_may_follow_on_the_day_the_other_ends(cast: Cast) -> None:
    Post.objects.filter(id=cast.grid_worker.post_id).update(valid_to=DAY)
    _post(cast, "second_grid_worker", GRID)
    assert Post.objects.filter(unit_id=cast.unit_id(GRID)).count() == 2


@pytest.mark.row("R-015")
def test_a_substitute_stands_beside_the_responsible_worker(cast: Cast) -> None:
    _post(cast, "second_grid_worker", GRID, substitute=True, valid_to=DAY + timedelta(days=7))
    assert Post.objects.filter(unit_id=cast.unit_id(GRID)).count() == 2


def test_two_substitutes_at_once_are_refused(cast: Cast) -> None:
    _post(cast, "second_grid_worker", GRID, substitute=True, valid_to=DAY + timedelta(days=7))
    with pytest.raises(IntegrityError, match="one_substitute_per_grid"):
        _post(cast, "station_clerk", GRID, substitute=True, valid_to=DAY + timedelta(days=1))


def test_one_person_may_have_two_grids(cast: Cast) -> None:
    _post(cast, "grid_worker", VACANT_GRID)
    held = Post.objects.filter(account_id=cast.grid_worker.account_id)
    assert held.count() == 2


def test_an_unknown_role_is_refused(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="post_has_a_known_role"):
        _post(cast, "grid_worker", VACANT_GRID, role="emperor")


def test_a_substitute_without_end_is_refused(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="substitute_stands_in_a_grid"):
        _post(cast, "grid_worker", SECOND_GRID, substitute=True)


def test_a_log_in_name_in_another_spelling_is_refused(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="login_name_has_one_spelling"):
        Account.objects.filter(id=cast.grid_worker.account_id).update(login_name="Grid-Worker")


@pytest.mark.row("R-015")
def test_of_two_transactions_that_fill_one_grid_one_is_refused(committed_cast: Cast) -> None:
    started = threading.Barrier(2)
    outcomes: list[str] = []

    def fill(who: str) -> None:
        try:
            with transaction.atomic():
                started.wait(timeout=10)
                _post(committed_cast, who, VACANT_GRID)
            outcomes.append("filled")
        except (IntegrityError, OperationalError) as problem:
            # Two inserts that wait for each other are a deadlock to the database: one is undone.
            known = ("one_responsible_worker_per_grid", "deadlock detected")
            outcomes.append("refused" if any(word in str(problem) for word in known) else "?")
        finally:
            connection.close()

    threads = [threading.Thread(target=fill, args=(who,)) for who in ("stranger", "station_clerk")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["filled", "refused"]
    assert Post.objects.filter(unit_id=committed_cast.unit_id(VACANT_GRID)).count() == 1
