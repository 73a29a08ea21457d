"""Learning from the county's own closed matters; what is suggested and chosen is kept."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from gege.matters import api as matters
from gege.matters.actions import learn as learning
from gege.matters.api import Asked, Matter, Offer, OfferPage, TriageModel, Verdict
from gege.matters.jobs import learn_triage_every_night
from gege.matters.queries import triage_help
from gege.staff.api import SYSTEM
from gege.trail.api import Entry
from tests.cast import CIVIL_AFFAIRS, HOUSING, TOWN_HOUSING
from tests.matters.play import Play

WORDS = {
    "A01": ("路灯不亮", "灯坏了", "路灯闪烁", "没有路灯"),
    "C01": ("垃圾没人清", "垃圾堆在路口", "垃圾桶满了", "一地垃圾"),
    "F01": ("申请低保", "低保怎么办", "问低保进度", "低保没发"),
}
LEADS = {"A01": HOUSING, "C01": TOWN_HOUSING, "F01": CIVIL_AFFAIRS}


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """No process keeps a model of another test."""
    triage_help._loaded.cache_clear()
    yield
    triage_help._loaded.cache_clear()


def close_many(play: Play, number: int, *, state: str = "closed", kinds: Any = None) -> None:
    """Copy one matter closed through the deeds, with other words, kinds and leads."""
    first = play.closed()
    luck = random.Random(7)
    rows = []
    for at in range(number):
        kind = luck.choice(kinds or ("A01", "A01", "A01", "C01", "C01", "F01"))
        row = Matter.objects.get(pk=first.pk)
        row.pk, row.receipt_key = None, None
        row.uid = Matter._meta.get_field("uid").get_default()
        row.title = f"{luck.choice(('东街', '西街', '河边'))}{luck.choice(WORDS[kind])}"
        row.description, row.kind, row.state = "", kind, state
        row.lead_id = play.cast.unit_id(LEADS[kind])
        row.reported_at = first.reported_at + timedelta(minutes=at)
        if state == "merged":
            row.parent_id = first.pk
        rows.append(row)
    columns = [one for one in Matter._meta.concrete_fields if not one.generated]
    for row in rows:
        row.search = None
    names = [one.attname for one in columns if one.attname not in ("id", "search")]
    Matter.objects.filter(pk=first.pk).update(state="declined")
    with connection.cursor() as cursor:
        listed = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(
            f"INSERT INTO matters_matter ({listed}, search) VALUES ({marks}, ''::tsvector)",
            [[getattr(row, name) for name in names] for row in rows],
        )


def learn(play: Play) -> TriageModel:
    return matters.learn_triage(by=SYSTEM, now=play.now)


@pytest.mark.row("R-067")
def test_kinds_and_departments_are_learnt_and_suggested(play: Play) -> None:
    close_many(play, 400)
    row = learn(play)
    assert row.used == ["kind", "lead"]
    kind = row.figures["kind"]
    assert (kind["learnt_from"], kind["held_out"], kind["verdict"]) == (320, 80, Verdict.USED)
    assert kind["macro_f1"] > 0.9 > kind["base_macro_f1"]
    where = matters.setting(play.now)
    found = matters.suggested_kinds(where, "学校门口的路灯坏了")
    assert (found.rows[0].code, found.model) == ("A01", row.pk)
    told = Entry.objects.get(stream="triage_help")
    assert (told.deed, told.role) == ("learn", "system")


def test_a_department_stands_for_its_offices_and_only_whom_one_may_tell(play: Play) -> None:
    close_many(play, 400)
    learn(play)
    where = matters.setting(play.now)
    units = [one for one in where.atlas.units() if one.is_department]
    matter = play.report(title="路灯坏了", kind="A01")
    county = matters.suggested_departments(where, matter, units)
    assert county.rows[0].code == HOUSING
    offices = [one for one in units if one.code == TOWN_HOUSING]
    assert [one.code for one in matters.suggested_departments(where, matter, offices).rows] == [
        TOWN_HOUSING
    ]
    assert not matters.suggested_departments(where, matter, [])


def test_declined_and_merged_matters_teach_nothing(play: Play) -> None:
    close_many(play, 30, state="declined")
    close_many(play, 30, state="merged")
    assert triage_help.examples(matters.setting(play.now), Asked.KIND) == []


def test_what_knows_too_little_is_kept_with_its_figures_and_suggests_nothing(play: Play) -> None:
    close_many(play, 50)
    row = learn(play)
    assert (row.used, bytes(row.data), row.figures["kind"]["verdict"]) == ([], b"", "too_few")
    where = matters.setting(play.now)
    assert matters.triage_model(where).word == "not_used"
    assert not matters.suggested_kinds(where, "路灯坏了")


def test_before_anything_was_learnt_nothing_is_suggested(play: Play) -> None:
    where = matters.setting(play.now)
    assert matters.triage_model(where).word == "never_learnt"
    assert not matters.suggested_kinds(where, "路灯坏了")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda data: data[:-1] + b"\0", "tampered"),
        (lambda data: b"", "tampered"),
        (lambda data: data + b"more", "tampered"),
    ],
)
def test_a_stored_model_that_was_changed_is_refused_in_words(
    play: Play, change: Any, word: str
) -> None:
    close_many(play, 260)
    row = learn(play)
    TriageModel.objects.filter(pk=row.pk).update(data=change(bytes(row.data)))
    where = matters.setting(play.now)
    assert matters.triage_model(where).word == word
    assert not matters.suggested_kinds(where, "路灯坏了")
    assert matters.triage_names.STANDINGS[word]


def test_a_model_of_another_version_is_refused_in_words(play: Play) -> None:
    close_many(play, 260)
    row = learn(play)
    data = bytes(row.data).replace(b'"edition": 1', b'"edition": 2', 1)
    seal = triage_help.seal_of(data)
    TriageModel.objects.filter(pk=row.pk).update(data=data, seal=seal)
    assert matters.triage_model(matters.setting(play.now)).word == "other_version"


def test_suggestions_can_be_switched_off(play: Play) -> None:
    close_many(play, 260)
    learn(play)
    with override_settings(GEGE_TRIAGE_HELP=False):
        where = matters.setting(play.now)
        assert matters.triage_model(where).word == "switched_off"
        assert not matters.suggested_kinds(where, "路灯坏了")


def test_a_retired_kind_is_not_suggested(play: Play) -> None:
    from dataclasses import replace

    close_many(play, 400)
    learn(play)
    book = matters.setting(play.now).book
    kinds = tuple(replace(one, retired=one.code == "A01") for one in book.kinds)
    matters.publish_rulebook(replace(book, kinds=kinds), note="停用", by=SYSTEM, now=play.now)
    found = matters.suggested_kinds(matters.setting(play.now), "学校门口的路灯坏了")
    assert "A01" not in [one.code for one in found.rows]


def test_old_models_keep_their_figures_and_lose_their_weights(play: Play) -> None:
    close_many(play, 260)
    first = learn(play)
    for _night in range(2):
        learn(play.wait(days=1))
    first.refresh_from_db()
    assert bytes(first.data) == b""
    assert first.figures["kind"]["held_out"] == 52
    assert TriageModel.objects.exclude(data=b"").count() == 2


def test_nothing_stays_when_the_trail_breaks(play: Play, monkeypatch: Any) -> None:
    close_many(play, 260)

    def broken(**_given: Any) -> None:
        raise RuntimeError("the trail is broken")

    monkeypatch.setattr(learning, "record", broken)
    with pytest.raises(RuntimeError):
        learn(play)
    assert not TriageModel.objects.exists()
    assert matters.triage_model(matters.setting(play.now)).word == "never_learnt"


def test_only_an_administrator_asks_to_learn_and_twice_is_once(play: Play) -> None:
    with pytest.raises(matters.Invalid):
        matters.ask_to_learn(by=play.cast.county_supervisor, now=play.now)
    assert matters.ask_to_learn(by=play.cast.administrator, now=play.now)
    assert not matters.ask_to_learn(by=play.cast.administrator, now=play.now)
    assert Entry.objects.filter(stream="triage_help", deed="ask").count() == 2


def test_the_nightly_job_learns_unless_it_is_switched_off(play: Play) -> None:
    with override_settings(GEGE_TRIAGE_HELP=False):
        learn_triage_every_night(0)
    assert not TriageModel.objects.exists()
    learn_triage_every_night(0)
    assert TriageModel.objects.get().figures["kind"]["verdict"] == "too_few"


# What was suggested beside what was chosen.


def _shown(about: str) -> matters.Offered:
    rows = (matters.Suggested("A01", 0.7), matters.Suggested("C01", 0.2))
    found = matters.Suggestions(Asked.KIND, 5, rows)
    shown = matters.offered(matters.offer_text(found, OfferPage.TRIAGE, about), about)
    assert shown is not None
    return shown


def test_triage_keeps_what_was_suggested_and_what_was_chosen(play: Play) -> None:
    matter = play.at_station()
    play.do(
        matters.triage,
        matter,
        play.cast.station_clerk,
        kind="C01",
        severity="normal",
        intent="request",
        offered=_shown(matter.number),
    )
    offer = Offer.objects.get()
    assert (offer.matter_id, offer.asked, offer.page, offer.codes, offer.chosen) == (
        matter.pk,
        "kind",
        "triage",
        ["A01", "C01"],
        "C01",
    )
    assert play.line(matter)["suggested"] == ["A01", "C01"]
    (one,) = matters.taken(play.now)
    assert (one.number, one.first, one.any) == (1, 0, 1)


def test_a_refused_triage_keeps_no_offer(play: Play) -> None:
    matter = play.at_station()
    with pytest.raises(matters.Invalid):
        matters.triage(
            matter.number,
            kind="C01",
            severity="none",
            intent="request",
            offered=_shown(matter.number),
            by=play.cast.station_clerk,
            now=play.now,
        )
    assert not Offer.objects.exists()


def test_a_report_keeps_what_was_suggested(play: Play) -> None:
    matter = play.report(kind="A01", offered=_shown("key"))
    offer = Offer.objects.get(matter=matter)
    assert (offer.chosen, offer.codes) == ("A01", ["A01", "C01"])
    assert play.line(matter)["suggested"] == ["A01", "C01"]


@pytest.mark.parametrize("text", ["", "x", "a:b:c", "9" * 3000])
def test_what_was_not_written_here_says_nothing(text: str) -> None:
    assert matters.offered(text, "key") is None


def test_an_offer_says_nothing_beside_another_matter() -> None:
    found = matters.Suggestions(Asked.KIND, 5, (matters.Suggested("A01", 0.7),))
    text = matters.offer_text(found, OfferPage.TRIAGE, "one")
    assert matters.offered(text, "another") is None
    assert matters.offered(f"{text}x", "one") is None
