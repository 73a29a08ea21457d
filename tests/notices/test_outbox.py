"""The outbox: written with its deed, delivered once, tried again, given up in sight (R-075)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from gege.notices import api as notices
from gege.notices import people
from gege.notices.api import Draft, Message, MessageState, Notice
from gege.notices.rules import BACK_OFF, wait_after
from gege.staff.api import SYSTEM, Role
from gege.staff.queries import told_at
from tests.cast import COUNTY, GRID, VACANT_GRID, Cast, add_person

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FULL, EMPTY = 1, 2


@pytest.fixture(autouse=True)
def directory() -> Iterator[None]:
    """Two people at one unit, nobody at the other."""
    before = list(people._directory)

    def people_at(unit_ids: Collection[int], now: datetime) -> Mapping[int, Sequence[int]]:
        return {unit_id: (11, 12) for unit_id in unit_ids if unit_id == FULL}

    notices.set_directory(people_at)
    yield
    people._directory[:] = before


def post(*units: int, now: datetime = NOW, **entry: object) -> None:
    drafts = [Draft("urged", "20261124-0000018", to_unit_id=unit) for unit in units]
    with transaction.atomic():
        notices.post(drafts, now=now)


@pytest.mark.django_db
def test_a_notice_to_a_unit_reaches_everybody_there_once() -> None:
    post(FULL)
    assert notices.deliver(now=NOW) == 1
    assert notices.deliver(now=NOW) == 0
    message = Message.objects.get()
    assert (message.state, message.sent_at, message.error) == (MessageState.SENT, NOW, "")
    copies = Notice.objects.order_by("account_id")
    assert list(copies.values_list("account_id", "delivered_at", "read_at")) == [
        (11, NOW, None),
        (12, NOW, None),
    ]


@pytest.mark.django_db
def test_a_notice_to_one_person_needs_no_unit() -> None:
    with transaction.atomic():
        notices.post([Draft("urged", "1", to_account_id=77)], now=NOW)
    assert notices.deliver(now=NOW) == 1
    assert Notice.objects.get().account_id == 77


def test_a_notice_has_exactly_one_addressee() -> None:
    for wrong in ({}, {"to_unit_id": 1, "to_account_id": 1}):
        with pytest.raises(ValueError, match="one unit or to one account"):
            Draft("urged", "1", **wrong)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_table_itself_refuses_a_notice_to_nobody() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(template="urged", subject="1", created_at=NOW, not_before=NOW)


@pytest.mark.django_db
def test_a_notice_falls_with_its_deed() -> None:
    class UndoneError(Exception):
        pass

    def deed() -> None:
        with transaction.atomic():
            post(FULL)
            raise UndoneError

    with pytest.raises(UndoneError):
        deed()
    assert Message.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("ledger_that_can_be_emptied")
def test_outside_a_transaction_no_notice_is_written() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction of its deed"):
        notices.post([Draft("urged", "1", to_unit_id=FULL)], now=NOW)
    _open_ledger()


@pytest.mark.django_db
def test_a_notice_that_reaches_nobody_waits_longer_each_time_and_ends_in_sight() -> None:
    post(EMPTY)
    now = NOW
    for attempt, wait in enumerate(BACK_OFF, 1):
        assert notices.deliver(now=now) == 1
        message = Message.objects.get()
        assert (message.state, message.attempts) == (MessageState.QUEUED, attempt)
        assert message.not_before == now + wait
        assert notices.deliver(now=now + wait - timedelta(seconds=1)) == 0
        now += wait
    assert notices.deliver(now=now) == 1
    message = Message.objects.get()
    assert (message.state, message.error) == (
        MessageState.DEAD, "nobody holds a post at this unit"
    )  # fmt: skip
    assert notices.deliver(now=now + timedelta(days=9)) == 0


@pytest.mark.django_db
def test_a_dead_letter_is_sent_again_when_somebody_says_so() -> None:
    post(FULL)
    Message.objects.update(state=MessageState.DEAD, attempts=6)
    message = Message.objects.get()
    assert notices.deliver(now=NOW) == 0
    assert notices.retry(message.pk, by=SYSTEM.signature(), now=NOW) is True
    assert notices.retry(message.pk, by=SYSTEM.signature(), now=NOW) is False
    assert notices.deliver(now=NOW) == 1
    assert Notice.objects.count() == 2


def test_the_waits_grow_and_then_end() -> None:
    waits = [wait_after(attempt) for attempt in range(8)]
    assert waits == [None, *BACK_OFF, None, None]
    assert list(BACK_OFF) == sorted(BACK_OFF)


@pytest.mark.django_db
def test_one_notice_that_reaches_nobody_stops_no_other() -> None:
    post(EMPTY, FULL, EMPTY, FULL)
    assert notices.deliver(now=NOW) == 4
    assert Message.objects.filter(state=MessageState.SENT).count() == 2


@pytest.mark.django_db
def test_a_batch_costs_the_same_few_statements_however_long(
    django_assert_num_queries: Any,
) -> None:
    """A savepoint and its end, the claim, the copies, the mark; two more for those put off."""
    for many in (1, 40):
        post(*[FULL] * many)
        with django_assert_num_queries(5):
            assert notices.deliver(now=NOW) == many
    post(*[FULL, EMPTY] * 30)
    with django_assert_num_queries(6):
        assert notices.deliver(now=NOW) == 60


@pytest.mark.django_db
def test_what_was_handed_out_already_is_not_handed_out_again() -> None:
    post(FULL)
    notices.deliver(now=NOW)
    Message.objects.update(state=MessageState.QUEUED)
    assert notices.deliver(now=NOW) == 1
    assert Notice.objects.count() == 2


@pytest.mark.django_db
def test_the_oldest_are_delivered_first_and_only_so_many_at_once() -> None:
    post(FULL, now=NOW)
    post(FULL, now=NOW - timedelta(hours=1))
    assert notices.deliver(now=NOW, most=1) == 1
    assert Notice.objects.values_list("message__created_at", flat=True)[0] == NOW - timedelta(
        hours=1
    )


@pytest.mark.django_db
def test_a_person_reads_and_acknowledges_only_their_own() -> None:
    post(FULL, FULL)
    notices.deliver(now=NOW)
    mine, theirs = Notice.objects.filter(account_id=11), Notice.objects.filter(account_id=12)
    later = NOW + timedelta(minutes=1)
    foreign = theirs[0].pk
    assert notices.mark_read(11, now=later, notice_ids=[mine[0].pk, foreign]) == 1
    assert notices.acknowledge(11, foreign, now=later) is False
    assert theirs.filter(read_at__isnull=False).count() == 0
    second = mine.get(read_at=None).pk
    assert notices.acknowledge(11, second, now=later) is True
    assert notices.acknowledge(11, second, now=later) is False
    assert mine.filter(read_at=later).count() == 2
    assert notices.mark_read(12, now=later) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("ledger_that_can_be_emptied")
def test_two_workers_deliver_once() -> None:
    post(*[FULL] * 60)
    start = Barrier(2)

    def work() -> None:
        start.wait()
        while notices.deliver(now=NOW, most=5):
            pass
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    notices.deliver(now=NOW)
    assert Message.objects.filter(state=MessageState.SENT).count() == 60
    assert Notice.objects.count() == 120
    _open_ledger()


def test_a_sentence_is_said_whatever_it_lacks() -> None:
    assert "20261124-0000018" in notices.sentence(
        "merged", {"number": "20261124-0000018", "parent": "x"}
    )
    assert notices.sentence("merged", {"number": "20261124-0000018"}) == "merged: 20261124-0000018"
    assert notices.sentence("not_known", {}) == "not_known"


def test_a_unit_is_told_through_those_who_act_there(cast: Cast) -> None:
    county, grid, vacant = (cast.unit_id(code) for code in (COUNTY, GRID, VACANT_GRID))
    told = told_at((county, grid, vacant), NOW)
    assert set(told[county]) == {
        cast.county_supervisor.account_id,
        cast.county_dispatcher.account_id,
        cast.hotline_operator.account_id,
    }
    assert told[grid] == (cast.grid_worker.account_id,)
    assert vacant not in told
    add_person("second-hat", "吴二帽", Role.COUNTY_DISPATCHER, county)
    assert len(told_at((county,), NOW)[county]) == 4


def _open_ledger() -> None:
    """Let the emptied database be emptied: the sealed tables too."""
    with connection.cursor() as cursor:
        for table in ("trail_entry", "trail_seal", "trail_accessline"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER no_truncate")
