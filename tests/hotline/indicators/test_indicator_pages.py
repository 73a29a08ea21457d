"""The page of indicators: each figure agrees with its list, and sheets hold the table (2.6)."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from gege.hotline.indicators.figures import lists
from gege.hotline.indicators.reading import Part, Period, records, rows_of
from gege.hotline.models import Call, Callback, InboundText
from gege.hotline.rules.indicators import callbacks_of, calls_of, texts_of
from gege.hotline.rules.line_rules import LineRules
from gege.matters.api import LOCAL
from gege.notices.api import Delivery, Message
from tests.matters.play import MORNING, Play

RULES = LineRules()
DAY = Period(MORNING.date(), MORNING.date())
ADDRESS = f"first={DAY.first}&last={DAY.last}"


def call(at: datetime, waited: int | None, taker: int | None = None, **kept: Any) -> Call:
    answered = {"answered_at": at + timedelta(seconds=waited or 0), "state": "ended"}
    missed = {"abandoned_at": at + timedelta(seconds=20), "state": "missed"}
    values: dict[str, Any] = {
        "came": "webhook", "rang_at": at, "waited_seconds": waited, "taker_id": taker,
        "taker_name": f"接线人{taker}" if taker else "",
    }  # fmt: skip
    return Call.objects.create(**(values | (answered if taker else missed) | kept))


def a_day(play: Play) -> None:
    """Calls, texts and callbacks of one day, each in a state of its own."""
    at = play.now
    for minute, (waited, taker) in enumerate([(3, 7), (15, 7), (16, 8), (40, 8), (9, 7)]):
        call(at + timedelta(minutes=minute), waited, taker)
    call(at + timedelta(minutes=9), None)
    call(at + timedelta(hours=5), None)
    call(at + timedelta(hours=6), None, 7)
    call(at, None, 7, came="hand")
    call(at, None, state="ringing", abandoned_at=None)
    call(at, None, state="lost", abandoned_at=None, lost_at=at)
    call(at - timedelta(days=2), 3, 7)
    for turn, minutes in enumerate((1, 3, 4, None)):
        answer(at, turn, minutes)
    InboundText.objects.create(key="limited", received_at=at, outcome="limited", shown="1")
    states = [
        ("reached", 1, "yes", "satisfied"), ("reached", 1, "yes", "basically_satisfied"),
        ("reached", 30, "no", "dissatisfied"), ("reached", 1, "not_asked", "not_asked"),
        ("unreachable", 1, "", ""), ("refused", 1, "", ""), ("wrong_number", 1, "", ""),
        ("waiting", None, "", ""), ("dropped", 1, "", ""),
    ]  # fmt: skip
    for state, hours, solved, rating in states:
        one = call(at - timedelta(days=9), 3, 7)
        Callback.objects.create(
            why="promised", call=one, state=state, created_at=at, next_at=at, solved=solved,
            due_at=at + timedelta(hours=2), satisfaction=rating,
            done_at=None if hours is None else at + timedelta(hours=hours),
        )  # fmt: skip


def answer(at: datetime, turn: int, minutes: int | None) -> None:
    message = Message.objects.create(
        template="text_help", subject="text", by_phone=True, created_at=at, not_before=at
    )
    Delivery.objects.create(
        message=message, token=f"00000000-0000-4000-8000-{turn:012}", channel="sms", created_at=at,
        not_before=at, sent_at=None if minutes is None else at + timedelta(minutes=minutes),
    )  # fmt: skip
    InboundText.objects.create(
        key=f"t{turn}", received_at=at, outcome="helped", shown="1", answer_id=message.pk
    )


@pytest.mark.row("R-072")
@pytest.mark.row("R-076")
def test_every_figure_agrees_with_the_list_behind_it(play: Play) -> None:
    a_day(play)
    now, rows = play.wait(days=3).now, rows_of(DAY)
    calls = calls_of(rows.inside, RULES.answer_seconds)
    backs = callbacks_of(rows.callbacks, now)
    texts = texts_of(rows.texts, RULES.media_minutes)
    found = {of: records(one, DAY, RULES).count() for of, one in lists(RULES, now).items()}
    assert found == {
        "offered": calls.offered,
        "answered": calls.answered,
        "abandoned": calls.abandoned,
        "within": calls.within.part,
        "late": calls.measured - calls.within.part,
        "by_hand": rows.by_hand,
        "lost": rows.lost,
        "due": backs.due,
        "in_time": backs.in_time.part,
        "late_callbacks": backs.in_time.whole - backs.in_time.part,
        "waiting": backs.waiting,
        "reached": backs.reached,
        "unreachable": backs.unreachable,
        "refused": backs.refused,
        "wrong_number": backs.wrong_number,
        "solved": backs.solved.part,
        "unsolved": backs.solved.whole - backs.solved.part,
        "satisfied": backs.satisfied.part,
        "fully": backs.fully.part,
        "dissatisfied": backs.satisfied.whole - backs.satisfied.part,
        "texts": texts.whole,
        "late_texts": texts.whole - texts.part,
    }
    assert (calls.offered, calls.answered, calls.within.part, calls.within.whole) == (8, 6, 3, 7)
    assert (texts.part, texts.whole) == (2, 4)
    assert (backs.solved.part, backs.satisfied.part, backs.fully.part) == (2, 2, 1)
    offered = lists(RULES, now)["offered"]
    assert records(offered, DAY, RULES, Part(hour=9)).count() == 6
    assert records(offered, DAY, RULES, Part(taker_id=8)).count() == 2


def test_the_page_shows_red_where_the_target_is_missed(play: Play) -> None:
    a_day(play)
    client = play.cast.client("county_supervisor")
    page = client.get(f"/hotline/indicators/?{ADDRESS}")
    by_name = {one.name: one for one in page.context["drawn"].calls}
    assert (by_name["接通率"].value, by_name["接通率"].light) == (75.0, "red")
    assert by_name["最差 24 小时接通率"].light == "red"
    text = page.content.decode()
    assert ("目标未达到" in text, "6 / 8" in text or "8 个中的 6 个" in text) == (True, True)
    for of in ("offered", "late", "unreachable", "texts", "satisfied"):
        assert client.get(f"/hotline/indicators/records?{ADDRESS}&of={of}").status_code == 200
    assert client.get(f"/hotline/indicators/records?{ADDRESS}&of=nonsense").status_code == 404


def test_figures_of_each_taker_are_for_whoever_leads_the_line(play: Play) -> None:
    a_day(play)
    address = f"/hotline/indicators/?{ADDRESS}&by=taker"
    assert "接线人8" in play.cast.client("county_supervisor").get(address).content.decode()
    records = f"/hotline/indicators/records?{ADDRESS}&of=answered&taker=8"
    shown = play.cast.client("county_supervisor").get(records)
    assert len(shown.context["rows"]) == 2
    for who in ("hotline_operator", "county_dispatcher", "electronic_supervisor"):
        client = play.cast.client(who)
        assert "接线人" not in client.get(address).content.decode()
        shown = client.get(records)
        assert len(shown.context["rows"]) == 6, "the taker is not asked for"
        assert "接线人" not in shown.content.decode()
        assert (
            "接线人"
            not in client.get(f"/hotline/indicators/export.csv?{ADDRESS}&by=taker").content.decode()
        )
    for who in ("administrator", "station_clerk", "grid_worker", "department_officer"):
        assert play.cast.client(who).get(address).status_code == 404


def test_the_sheets_hold_the_table(play: Play) -> None:
    a_day(play)
    client = play.cast.client("hotline_operator")
    sheet = client.get(f"/hotline/indicators/export.xlsx?{ADDRESS}")
    book = load_workbook(io.BytesIO(sheet.content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]  # type: ignore[union-attr]
    assert rows[1] == ["2026-11-24", 8, 6, 2, 75, 42.9, 16.6, 40]
    text = client.get(f"/hotline/indicators/export.csv?{ADDRESS}&by=hour").content.decode(
        "utf-8-sig"
    )
    assert text.splitlines()[1] == "09:00–10:00,6,5,1,83.3,50.0,16.6,40"


def test_nonsense_in_the_address_is_as_if_it_had_not_been_said(play: Play) -> None:
    client = play.cast.client("hotline_operator")
    for query in (
        "first=x&last=y&by=z", "first=2026-12-01&last=2026-01-01", "first=0001-01-01",
        "last=9999-12-31", "first=1999-01-01&last=2026-11-24",
    ):  # fmt: skip
        page = client.get(f"/hotline/indicators/?{query}")
        assert page.status_code == 200
        period = page.context["chosen"].period
        assert period.first <= period.last <= timezone.localdate()
        assert (period.last - period.first).days < 366
    for query in ("of=offered&hour=99", "of=offered&taker=x&after=_", "of=texts&after=x_y"):
        assert client.get(f"/hotline/indicators/records?{query}").status_code == 200


def test_pages_cost_the_same_with_one_row_and_with_three(play: Play) -> None:
    client = play.cast.client("county_supervisor")
    for address in (
        f"/hotline/indicators/?{ADDRESS}",
        f"/hotline/indicators/?{ADDRESS}&by=taker",
        f"/hotline/indicators/records?{ADDRESS}&of=offered",
        f"/hotline/indicators/records?{ADDRESS}&of=due",
        f"/hotline/indicators/records?{ADDRESS}&of=texts",
    ):
        Call.objects.all().delete()
        InboundText.objects.all().delete()
        client.get(address)
        costs = []
        for more in (1, 2):
            for _turn in range(more):
                turn = InboundText.objects.count()
                one = call(play.now, 3, 7 + turn)
                Callback.objects.create(
                    why="promised", call=one, created_at=play.now, next_at=play.now,
                    due_at=play.now,
                )  # fmt: skip
                Delivery.objects.all().delete()
                answer(play.now, turn, 1)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            costs.append(len(asked))
        assert costs[0] == costs[1], address
        Callback.objects.all().delete()


def test_the_periods_days_are_the_countys() -> None:
    assert datetime(2026, 11, 24, tzinfo=LOCAL) == DAY.begins
    assert DAY.ends - DAY.begins == timedelta(days=1)
