"""What becomes of a finding: done, dismissed, declined (R-047)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from gege.registers.api import (
    Finding,
    Invalid,
    NotFound,
    Stale,
    decide_assessment,
    decline_hint,
    dismiss_finding,
    finish_finding,
    open_findings,
    run_rules,
    write_assessment,
)
from gege.staff.api import SYSTEM, Actor
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import Cast
from tests.registers.keeping_records import NOW, go_live
from tests.registers.queries.kept import TODAY, Street, change, keep


@pytest.fixture
def street(cast: Cast) -> Street:
    """A household whose head is gone (L04), a place to inspect (L07), an 80th birthday (L11)."""
    go_live()
    street = Street()
    change(street.household, head=[])
    keep("place", name="网吧", inspection_cycle=30)
    street.person("李大年", "1946-08")
    run()
    return street


def run(*, days: int = 0) -> None:
    run_rules(now=NOW + timedelta(days=days), editions=read_editions())


def of(rule: str) -> Finding:
    return Finding.objects.get(rule=rule, state="open")


def is_open(rule: str) -> bool:
    return Finding.objects.filter(rule=rule, state="open").exists()


def said(by: Actor, **more: Any) -> dict[str, Any]:
    return {"by": by, "now": NOW, "editions": read_editions()} | more


@pytest.mark.row("R-047")
def test_dismissed_with_a_reason_it_stays_away_while_nothing_changes(
    cast: Cast, street: Street
) -> None:
    for bad in ("", "x", "长" * 301):
        with pytest.raises(Invalid) as refused:
            dismiss_finding(of("L04").pk, reason=bad, **said(cast.grid_worker))
        assert refused.value.field == "reason"
    closed = dismiss_finding(of("L04").pk, reason="户主长期外出", **said(cast.grid_worker))
    assert (closed.state, closed.quiet_until) == ("dismissed", None)
    line = Entry.objects.get(stream=f"register_finding:{closed.pk}")
    assert line.deed == "dismissed"
    run(days=400)
    assert not is_open("L04")
    # It became true, and is found when it comes again.
    change(street.household, head=street.resident)
    run(days=401)
    change(street.household, head=[])
    run(days=402)
    assert is_open("L04")


def test_what_is_done_and_still_true_after_a_month_is_opened_again(
    cast: Cast, street: Street
) -> None:
    finish_finding(of("L04").pk, note="", **said(cast.grid_worker))
    run(days=29)
    assert not is_open("L04")
    run(days=30)
    assert is_open("L04")


def test_whoever_declines_an_offer_is_left_alone_and_a_task_is_nobodys_to_decline(
    cast: Cast, street: Street
) -> None:
    offer = of("L11")
    assert offer.due_on is None
    declined = decline_hint(offer.pk, **said(cast.grid_worker))
    assert (declined.state, declined.reason) == ("declined", "")
    run(days=60)
    assert not is_open("L11")
    with pytest.raises(Invalid):
        decline_hint(of("L04").pk, **said(cast.grid_worker))


def test_a_finding_that_is_not_true_any_more_closes_by_itself(street: Street) -> None:
    number = of("L04").pk
    change(street.household, head=street.resident)
    run(days=1)
    closed = Finding.objects.get(pk=number)
    assert (closed.state, closed.closed_by) == ("gone", "")
    assert closed.due_on == TODAY + timedelta(days=14)


def test_whoever_is_slower_is_told(cast: Cast, street: Street) -> None:
    number = of("L04").pk
    finish_finding(number, note="已补登", **said(cast.station_clerk))
    for deed in (
        lambda: finish_finding(number, note="", **said(cast.grid_worker)),
        lambda: dismiss_finding(number, reason="不是问题", **said(cast.grid_worker)),
        lambda: decline_hint(number, **said(cast.grid_worker)),
    ):
        with pytest.raises(Stale):
            deed()


def test_everybody_sees_their_own_and_strangers_nothing(cast: Cast, street: Street) -> None:
    seen = {}
    for who in cast.people:
        lines, more = open_findings(language="zh-hans", **said(cast.actor(who)))
        seen[who] = {line.rule.code for line in lines}
        assert more == 0
    assert seen["grid_worker"] == seen["station_clerk"] == {"L04", "L11"}
    assert seen["township_operator"] == seen["county_supervisor"] == {"L04", "L07", "L11"}
    for who in ("second_grid_worker", "stranger", "administrator", "other_department_officer"):
        assert seen[who] == set(), who
        with pytest.raises(NotFound):
            finish_finding(of("L04").pk, note="", **said(cast.actor(who)))
    with pytest.raises(NotFound):
        finish_finding(of("L07").pk, note="", **said(cast.grid_worker))


def test_nothing_is_told_of_a_register_that_was_shut(cast: Cast, street: Street) -> None:
    number = of("L11").pk
    editions = read_editions()
    written = write_assessment(
        register="population", lawful="依法为居民提供服务所需", risks="重新评估后认为目前不妥当",
        measures="暂停使用，等待整改完成", by=SYSTEM, now=NOW, editions=editions,
    )  # fmt: skip
    decide_assessment(written.pk, approved=False, reason="暂停启用", by=SYSTEM, now=NOW)
    lines, _more = open_findings(language="zh-hans", **said(cast.county_supervisor))
    assert {line.rule.code for line in lines} == {"L07"}
    with pytest.raises(NotFound):
        decline_hint(number, **said(cast.grid_worker))


@pytest.mark.parametrize("deed", ["run", "finish", "dismiss", "decline"])
def test_without_its_line_of_the_trail_nothing_is_done(
    cast: Cast, street: Street, deed: str
) -> None:
    change(street.household, head=street.resident)
    numbers = {rule: of(rule).pk for rule in ("L04", "L11")}
    before = list(Finding.objects.order_by("pk").values())
    said_by = said(cast.grid_worker)
    deeds = {
        "run": lambda: run(days=1),
        "finish": lambda: finish_finding(numbers["L04"], note="", **said_by),
        "dismiss": lambda: dismiss_finding(numbers["L04"], reason="不是问题", **said_by),
        "decline": lambda: decline_hint(numbers["L11"], **said_by),
    }
    module = "run_rules" if deed == "run" else "findings"
    with (
        patch(f"gege.registers.actions.{module}.record", side_effect=RuntimeError("broken")),
        pytest.raises(RuntimeError),
    ):
        deeds[deed]()
    assert list(Finding.objects.order_by("pk").values()) == before
