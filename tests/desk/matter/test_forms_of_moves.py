"""Every move: its form is shown, bad input keeps what was typed, good input does the deed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from gege.desk.matter.forms import FORMS
from gege.matters import api as matters
from gege.matters.api import Matter, Move, Reporting
from tests.cast import CIVIL_AFFAIRS, COMMUNITY, GRID, HOUSING, SECOND_GRID
from tests.desk.matter.conftest import HTMX, Pages, picture
from tests.matters.play import CALLER, IDEA, MAJOR, ROUTINE, Play


@dataclass(frozen=True)
class Case:
    """How a matter gets where the move is possible, who makes it, with what, and what follows."""

    move: str
    before: Callable[[Play], Matter]
    who: str
    good: Callable[[Matter], dict[str, Any]] = field(default=lambda _matter: {})
    state: str = ""
    bad: dict[str, Any] | None = None
    """What the form refuses; None for a move without fields."""


def said(**data: Any) -> Callable[[Matter], dict[str, Any]]:
    return lambda _matter: data


def asked(play: Play) -> Matter:
    matter = play.in_hand()
    by = play.cast.department_officer
    return play.do(matters.ask_extension, matter, by, days=2, reason="等待材料")


def paused(play: Play) -> Matter:
    by = play.cast.department_officer
    entry = {"why": "weather", "words": "暴雨不能施工", "days": 2}
    return play.do(matters.pause, play.in_hand(), by, **entry)


def disputed(play: Play) -> Matter:
    cast = play.cast
    matter = play.do(
        matters.give_back, play.dispatched(), cast.department_officer, reason="不归我管"
    )
    play.do(matters.dispatch, matter, cast.county_dispatcher, lead=CIVIL_AFFAIRS)
    return play.do(matters.give_back, matter, cast.other_department_officer, reason="不归我管")


def skipped(play: Play) -> Matter:
    matter = play.report(kind=MAJOR)
    return play.do(matters.skip_level, matter, play.cast.grid_worker, reason="燃气泄漏")


def confirmed(play: Play) -> Matter:
    matter = play.verified()
    row = Reporting.objects.get(matter=matter)
    entry = {"reporting_id": row.pk, "contact": "confirmed", "satisfaction": "satisfied"}
    return play.do(matters.call_back, matter, play.cast.station_clerk, **entry)


def duplicate(play: Play) -> Matter:
    play.report(title="同一个坑")
    return play.at_station()


def lost(play: Play) -> Matter:
    return play.report(by=play.cast.hotline_operator, grid_code="", address="江边渡口")


def called(matter: Matter) -> dict[str, Any]:
    row = Reporting.objects.get(matter=matter)
    return {"reporting_id": row.pk, "contact": "confirmed", "satisfaction": "satisfied"}


def other(matter: Matter) -> dict[str, Any]:
    return {"near": Matter.objects.exclude(pk=matter.pk).get().number}


LONG = "字" * 2001
UNSAID = {"reason": ""}
CASES = (
    Case("accept", Play.report, "grid_worker", state="handling"),
    Case(
        "decline",
        Play.at_station,
        "station_clerk",
        said(why="in_court", words="请等待法院判决"),
        "declined",
        {"why": "", "words": "请等待"},
    ),
    Case(
        "handle-in-place",
        lambda play: play.report(kind=ROUTINE),
        "grid_worker",
        said(outcome="done", words="已经清理干净"),
        "closed",
        {"outcome": "considered", "words": "已经清理干净"},
    ),
    Case(
        "escalate",
        Play.report,
        "grid_worker",
        said(reason="社区无力处理", tried="已设警示桩"),
        "reported",
        {"reason": "社区无力处理", "tried": ""},
    ),
    Case(
        "skip-level",
        lambda play: play.report(kind=MAJOR),
        "grid_worker",
        said(reason="燃气泄漏"),
        "reported",
        UNSAID,
    ),
    Case("downgrade", skipped, "county_dispatcher", said(reason="误报"), "reported", UNSAID),
    Case(
        "triage",
        Play.triaged,
        "county_dispatcher",
        said(kind=ROUTINE, severity="urgent", intent="call"),
        "accepted",
        {"kind": "none", "severity": "urgent", "intent": "call"},
    ),
    Case(
        "dispatch",
        Play.triaged,
        "county_dispatcher",
        said(lead=HOUSING, assisting=[CIVIL_AFFAIRS], words="请尽快处置"),
        "dispatched",
        {"lead": "nobody", "words": "请尽快处置"},
    ),
    Case("acknowledge", Play.dispatched, "department_officer", state="handling"),
    Case(
        "return",
        Play.dispatched,
        "department_officer",
        said(reason="不归我管"),
        "returned",
        UNSAID,
    ),
    Case(
        "rule",
        disputed,
        "county_dispatcher",
        said(lead=HOUSING, reason="权属清楚"),
        "dispatched",
        {"lead": HOUSING, "reason": ""},
    ),
    Case(
        "ask-extension",
        Play.in_hand,
        "department_officer",
        said(days=2, reason="等待材料"),
        "handling",
        {"days": 61, "reason": "等待材料"},
    ),
    Case("extend", asked, "county_dispatcher", said(words="同意"), "handling", {"words": LONG}),
    Case(
        "refuse-extension",
        asked,
        "county_dispatcher",
        said(reason="不同意"),
        "handling",
        UNSAID,
    ),
    Case(
        "pause",
        Play.in_hand,
        "department_officer",
        said(why="weather", words="暴雨不能施工", days=2),
        "paused",
        {"why": "lunch", "words": "暴雨不能施工", "days": 2},
    ),
    Case("resume", paused, "department_officer", state="handling"),
    Case(
        "complete",
        Play.in_hand,
        "department_officer",
        said(outcome="done", words="坑洼已经填平"),
        "completed",
        {"outcome": "done", "words": "好"},
    ),
    Case(
        "verify", Play.completed, "station_clerk", said(words="看过了"), "closed", {"words": LONG}
    ),
    Case(
        "send-back",
        Play.completed,
        "station_clerk",
        said(reason="没有填平"),
        "handling",
        UNSAID,
    ),
    Case(
        "call-back",
        Play.verified,
        "station_clerk",
        called,
        "verified",
        {"contact": "confirmed", "words": "谢谢"},
    ),
    Case("close", confirmed, "station_clerk", state="closed"),
    Case(
        "reopen",
        Play.closed,
        "station_clerk",
        said(reason="居民不认可"),
        "dispatched",
        UNSAID,
    ),
    Case("merge", duplicate, "station_clerk", other, "merged", {"near": "other", "parent": "abc"}),
    Case("urge", Play.accepted, "station_clerk", said(reason="请抓紧"), "handling", UNSAID),
    Case(
        "reassign",
        Play.accepted,
        "township_operator",
        said(to=COMMUNITY, reason="网格员休假"),
        "handling",
        {"to": SECOND_GRID, "reason": "网格员休假"},
    ),
    Case("place", lost, "hotline_operator", said(grid_code=GRID), "reported", {"grid_code": "x"}),
    Case("note", Play.accepted, "grid_worker", said(words="先打电话"), "handling", {"words": LONG}),
    Case("reply", Play.accepted, "grid_worker", said(words="已经受理"), "handling", {"words": ""}),
    Case(
        "attach",
        Play.accepted,
        "grid_worker",
        lambda _matter: {
            "photos": [picture("一.jpg"), picture("二.jpg", "red")],
            "stage": "before",
        },
        "handling",
        {"stage": "before"},
    ),
)
NAMES = [case.move for case in CASES]
WITH_FIELDS = [case for case in CASES if case.bad is not None]


def test_every_move_a_page_can_draw_is_tried_here() -> None:
    assert {name.replace("-", "_") for name in NAMES} == {str(move) for move in FORMS}
    assert set(FORMS) == set(Move) - {Move.REPORT, Move.IMPORT}


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_form_is_a_page_and_a_fragment(pages: Pages, case: Case) -> None:
    matter = case.before(pages.play)
    page = pages.open(case.who, matter, f"/{case.move}")
    part = pages.open(case.who, matter, f"/{case.move}", **HTMX)
    assert (page.status_code, part.status_code) == (200, 200)
    assert ("<html" in page.text, "<html" in part.text) == (True, False)
    action = f'action="{matter.get_absolute_url()}/{case.move}"'
    assert (page.text.count('<form class="form"'), action in part.text) == (1, True)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_form_does_the_deed_and_comes_back_to_the_page(pages: Pages, case: Case) -> None:
    matter = case.before(pages.play)
    answer = pages.press(case.who, matter, case.move, **case.good(matter))
    done = case.move.replace("-", "_")
    assert (answer.status_code, answer.headers.get("Location")) == (
        302,
        f"{matter.get_absolute_url()}?done={done}",
    )
    assert matter.state == case.state
    assert done in pages.play.deeds(matter)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_htmx_gets_the_fresh_page(pages: Pages, case: Case) -> None:
    matter = case.before(pages.play)
    answer = pages.press(case.who, matter, case.move, htmx=True, **case.good(matter))
    assert (answer.status_code, "<html" in answer.text) == (200, False)
    assert answer.context["matter"].version == matter.version
    assert answer.headers["HX-Replace-Url"] == matter.get_absolute_url()


@pytest.mark.parametrize("case", WITH_FIELDS, ids=[case.move for case in WITH_FIELDS])
def test_what_was_typed_is_never_lost(pages: Pages, case: Case) -> None:
    matter = case.before(pages.play)
    version = matter.version
    assert case.bad is not None
    answer = pages.press(case.who, matter, case.move, **case.bad)
    part = pages.press(case.who, matter, case.move, htmx=True, **case.bad)
    assert (answer.status_code, part.status_code, matter.version) == (422, 422, version)
    assert part.headers["HX-Retarget"] == "#move"
    for page in (answer.text, part.text):
        assert 'class="wrong"' in page
        for value in case.bad.values():
            if isinstance(value, str) and value and not value.isascii():
                assert value in page


@pytest.mark.row("R-031")
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_stranger_finds_nothing_and_a_supervisor_changes_nothing(
    pages: Pages, case: Case
) -> None:
    matter = case.before(pages.play)
    version = matter.version
    for who in ("strange_township_operator", "electronic_supervisor", "administrator"):
        assert pages.open(who, matter, f"/{case.move}").status_code == 404
        assert pages.press(who, matter, case.move, **case.good(matter)).status_code == 404
    assert matter.version == version


def test_the_results_are_those_that_answer_the_intent(pages: Pages) -> None:
    matter = pages.play.accepted(kind=IDEA, who=CALLER)
    form = pages.open("grid_worker", matter, "/complete").context["form"]
    assert [value for value, _name in form.fields["outcome"].choices] == ["considered"]
    assert form.fields["outcome"].initial == "considered"


def test_a_move_that_does_not_exist_is_not_found(pages: Pages) -> None:
    assert pages.open("grid_worker", pages.play.report(), "/demolish").status_code == 404


def test_a_move_that_is_not_possible_says_why(pages: Pages) -> None:
    answer = pages.open("grid_worker", pages.play.report(), "/complete")
    assert (answer.status_code, answer.context["problem"]) == (
        409,
        "事项目前的状态不能这样操作。",
    )


def test_a_unit_that_returned_the_matter_is_named_as_not_offered(pages: Pages) -> None:
    play = pages.play
    matter = play.dispatched()
    play.do(matters.give_back, matter, play.cast.department_officer, reason="不归我局管")
    page = pages.open("county_dispatcher", matter, "/dispatch")
    field = page.context["form"]["lead"]
    assert "县住房和城乡建设局" in str(field.help_text)
    offered = [unit.data["value"] for unit in field.subwidgets]
    assert HOUSING not in offered
    assert CIVIL_AFFAIRS in offered
    fresh = pages.open("county_dispatcher", play.triaged(), "/dispatch")
    assert fresh.context["form"]["lead"].help_text == ""
