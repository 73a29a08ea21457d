"""The table of deeds on reviews, what may follow a finding, and the sums of evidence: pure."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.supervision.rules.evidence import (
    Held,
    Holding,
    Item,
    holdings,
    sum_of,
    sum_of_list,
    without_numbers,
)
from gege.supervision.rules.review_rules import ReviewRules, from_json, problems_of, to_json
from gege.supervision.rules.review_words import (
    FOR_STAFF,
    FOR_UNITS,
    Degree,
    EvidenceKind,
    Measure,
    ReviewDeed,
    ReviewState,
)
from gege.supervision.rules.reviews import (
    NamedFacts,
    ReviewFacts,
    holds_a_step,
    may,
    may_open,
    measures_for,
    milder,
    possible,
    possible_of,
)

pytestmark = pytest.mark.row("R-092")
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=10)
D, S = ReviewDeed, ReviewState
HEARD = NamedFacts(heard=True)
FOUND = NamedFacts(heard=True, degree=Degree.DIRECT, appeal_until=LATER)
CLEARED = NamedFacts(heard=True, degree=Degree.NONE)


def facts(
    state: ReviewState = S.HEARING, *named: NamedFacts, role: str = "county_supervisor",
    held: bool = False,
) -> ReviewFacts:  # fmt: skip
    return ReviewFacts(state, role, held, named)


@pytest.mark.parametrize(
    ("whole", "wanted"),
    [
        (facts(), (D.NAME, D.STOP)),
        (facts(S.HEARING, HEARD), (D.NAME, D.STOP)),
        (facts(S.HEARING, FOUND, NamedFacts()), (D.NAME, D.STOP)),
        (facts(S.HEARING, FOUND, CLEARED), (D.CONCLUDE, D.NAME, D.STOP)),
        (facts(S.CONCLUDED, FOUND), ()),
        (facts(S.CONCLUDED, CLEARED), (D.CLOSE,)),
        (facts(S.CLOSED, CLEARED), ()),
        (facts(S.STOPPED), ()),
        (facts(S.HEARING, FOUND, held=True), ()),
        (facts(S.HEARING, FOUND, role="county_dispatcher"), ()),
        (facts(S.HEARING, FOUND, role="electronic_supervisor"), ()),
        (facts(S.HEARING, FOUND, role="system"), ()),
        (facts(S.HEARING, NamedFacts(mine=True)), ()),
    ],
)
def test_what_may_be_done_to_a_review(whole: ReviewFacts, wanted: tuple[ReviewDeed, ...]) -> None:
    assert possible(whole, NOW) == wanted


MINE = NamedFacts(mine=True)
MINE_FOUND = NamedFacts(mine=True, heard=True, degree=Degree.DIRECT, appeal_until=LATER)
APPEALED = NamedFacts(heard=True, degree=Degree.DIRECT, appeal_until=LATER, appealed=True)
OWN = NamedFacts(heard=True, degree=Degree.DIRECT, appealed=True, found_by_me=True)


@pytest.mark.parametrize(
    ("state", "role", "one", "at", "wanted"),
    [
        (S.HEARING, "department_officer", MINE, NOW, (D.STATE, D.REFUSE)),
        (S.HEARING, "department_officer", MINE_FOUND, NOW, ()),
        (S.HEARING, "county_supervisor", NamedFacts(), NOW, (D.DROP,)),
        (S.HEARING, "county_supervisor", HEARD, NOW, (D.FIND, D.DROP)),
        (S.HEARING, "station_clerk", NamedFacts(), NOW, ()),
        (S.HEARING, "administrator", MINE, NOW, ()),
        (S.CONCLUDED, "department_officer", MINE_FOUND, NOW, (D.ACCEPT, D.APPEAL)),
        (S.CONCLUDED, "department_officer", MINE_FOUND, LATER + timedelta(seconds=1), ()),
        (S.CONCLUDED, "county_supervisor", APPEALED, NOW, (D.DECIDE,)),
        (S.CONCLUDED, "county_supervisor", OWN, NOW, ()),
        (S.CLOSED, "county_supervisor", APPEALED, NOW, ()),
    ],
)
def test_what_may_be_done_about_one_of_those_named(
    state: ReviewState, role: str, one: NamedFacts, at: datetime, wanted: tuple[ReviewDeed, ...]
) -> None:
    assert possible_of(facts(state, one, role=role), one, at) == wanted


def test_deeds_about_a_review_and_about_one_named_are_told_apart() -> None:
    assert may(D.CLOSE, facts(S.CONCLUDED, CLEARED), NOW, CLEARED) is not None
    assert may(D.FIND, facts(S.HEARING, HEARD), NOW) is not None


def test_one_role_opens_reviews() -> None:
    roles = ("county_supervisor", "electronic_supervisor", "county_dispatcher", "system", "")
    assert [one for one in roles if may_open(one)] == ["county_supervisor"]


@pytest.mark.parametrize(
    ("stream", "deed", "role", "held"),
    [
        ("matter:1", "accept", "county_dispatcher", True),
        ("matter:1", "report", "grid_worker", True),
        ("matter:1", "verify", "county_supervisor", True),
        ("matter:1", "urge", "county_supervisor", False),
        ("matter:1", "order_issue", "county_supervisor", False),
        ("order:1", "close", "county_supervisor", False),
        ("order:1", "reply", "department_officer", True),
        ("matter:1", "overdue", "system", False),
        ("matter:1", "call_back", "resident", False),
    ],
)
def test_overseeing_is_no_holding(stream: str, deed: str, role: str, held: bool) -> None:
    assert holds_a_step(stream, deed, role) is held


def test_measures_suit_whom_they_meet_and_follow_responsibility() -> None:
    every = tuple(Measure)
    staff = measures_for(unit=False, degree=Degree.DIRECT, declared=every)
    assert set(staff) == FOR_STAFF
    assert set(measures_for(unit=True, degree=Degree.LEADING, declared=every)) == FOR_UNITS
    assert measures_for(unit=False, degree=Degree.NONE, declared=every) == ()
    assert measures_for(unit=False, degree=Degree.DIRECT, declared=("talk",)) == (Measure.TALK,)
    assert milder(Degree.NONE) == ()
    assert milder(Degree.DIRECT) == (Degree.NONE, Degree.SECONDARY, Degree.LEADING)


def test_rules_out_of_range_are_named() -> None:
    assert problems_of(ReviewRules()) == []
    wrong = ReviewRules(statement_days=0, reminders=1, appeal_days=4, measures=("x",))
    assert problems_of(wrong) == ["statement_days", "reminders", "appeal_days", "measures"]
    assert from_json(to_json(ReviewRules()) | {"unknown": 1}) == ReviewRules()


def test_who_held_it_one_after_the_other_and_how_late() -> None:
    hour = timedelta(hours=1)
    lines = [
        Held(NOW, "网格", ""),
        Held(NOW + hour, "社区站", (NOW + 2 * hour).isoformat()),
        Held(NOW + 4 * hour, "", ""),
        Held(NOW + 5 * hour, "住建局", (NOW + 9 * hour).isoformat()),
    ]
    assert holdings(lines, NOW + 10 * hour, ended=False) == [
        Holding("网格", NOW, NOW + hour, None, 0),
        Holding("社区站", NOW + hour, NOW + 5 * hour, NOW + 2 * hour, 3 * 3600),
        Holding("住建局", NOW + 5 * hour, None, NOW + 9 * hour, 3600),
    ]
    assert holdings(lines, NOW + 10 * hour, ended=True)[-1].until == NOW + 5 * hour
    assert holdings([], NOW, ended=True) == []


@given(st.text(), st.integers(1, 10**6), st.dictionaries(st.text(), st.text() | st.integers()))
def test_an_item_is_one_text_that_anybody_reads_and_sums(
    title: str, place: int, data: dict[str, object]
) -> None:
    text = Item(EvidenceKind.FILE, title, NOW, data).text(place)
    again = json.loads(text)
    assert (again["title"], again["place"], again["data"]) == (title, place, data)
    wanted = json.dumps(again, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert text == wanted


def test_the_sum_of_a_list_is_that_of_its_lines() -> None:
    assert sum_of("证据") == hashlib.sha256("证据".encode()).hexdigest()
    assert sum_of_list([(1, "ab"), (2, "cd")]) == sum_of("1 ab\n2 cd\n")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话10000000001急", "电话****0001急"),
        ("99000019500307001X", "****001X"),
        ("事项20260917-0000873不变", "事项20260917-0000873不变"),
        ("2026-09-17T05:39:39.299057Z", "2026-09-17T05:39:39.299057Z"),
        ("fcc8d1041c58f0cb348a040b", "fcc8d1041c58f0cb348a040b"),
        ("座机0826-6221234，0826-62212345", "座机****1234，****2345"),
        ("督2026-000012，tel10000000001", "督2026-000012，tel****0001"),
        ("01a2165d-daa5-7014-b337-123456789012", "01a2165d-daa5-7014-b337-123456789012"),
        ("", ""),
    ],
)
def test_nobodys_number_is_left_in_a_text(text: str, masked: str) -> None:
    assert without_numbers(text) == masked
