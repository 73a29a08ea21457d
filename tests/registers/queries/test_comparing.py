"""The rules of comparison: for each a case that fits and one that does not (R-047)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import transaction

from gege.registers.api import Finding, Record, last_cursor, run_rules
from gege.registers.commands import check
from gege.registers.jobs import compare_changed, compare_registers
from gege.registers.models import Comparing
from gege.registers.queries.comparing import looking
from gege.registers.rules.findings.declared import RULES
from gege.territory.api import read_editions
from tests.cast import GRID, NEIGHBOUR_GRID, Cast
from tests.registers.keeping_records import NOW, citizen_number, go_live
from tests.registers.queries.kept import TODAY, Street, change, end, keep, point_of

Key = tuple[int, int | None]
Case = Callable[[Street], Record | tuple[Record, Record] | None]


def found() -> set[tuple[str, int, int | None]]:
    rows = Finding.objects.filter(state="open")
    return {(one.rule, one.record_id, one.other_id) for one in rows}


def run(*, days: int = 0, since: int | None = None) -> set[tuple[str, int, int | None]]:
    run_rules(now=NOW + timedelta(days=days), editions=read_editions(), since=since)
    return found()


def _same_number(street: Street, second: str) -> tuple[Record, Record]:
    change(street.resident, id_number=citizen_number(), phone="10000000001")
    other = street.person("李大年", "1951-04", id_number=second, phone="10000000001")
    return street.resident, other


def _not_here(street: Street) -> Record:
    change(street.resident, dwelling=keep("dwelling", area=NEIGHBOUR_GRID, occupancy="1"))
    return street.resident


def _dwelling_gone(street: Street) -> Record:
    end(street.empty)
    return street.person("李大年", "1951-04", dwelling=street.empty)


def _two_households(street: Street) -> Record:
    keep("household", head=street.resident, members=[street.resident])
    return street.resident


def _head_gone(street: Street) -> Record:
    end(street.resident, "moved_out")
    return street.household


def _let(street: Street, *, tenants: bool) -> Record:
    change(street.dwelling, occupancy="2", **({"tenants": street.household} if tenants else {}))
    return street.dwelling


def _squat(street: Street) -> Record:
    street.person("李大年", "1951-04", dwelling=street.empty)
    return street.empty


def _place(street: Street, *, days: int, contact: bool = True) -> Record:
    done = [{"on": (TODAY - timedelta(days=days)).isoformat(), "result": "1"}]
    who = {"safety_contact": {"name": "张三", "phone": "10000000001"}} if contact else {}
    return keep("place", name="网吧", inspection_cycle=30, inspections=done, **who)


def _shop(street: Street, state: str) -> tuple[Record, Record]:
    firm = keep("organisation", name="某公司", address_state=state)
    place = keep(
        "place", organisation=firm, inspection_cycle=30,
        safety_contact={"name": "张三", "phone": "10000000001"},
    )  # fmt: skip
    return place, firm


def _file_of_dead(street: Street, why: str) -> tuple[Record, Record]:
    alone = street.person("李大年", "1951-04")
    file = keep("assistance_file", person=alone, state="approved", review_on="2027-01-01")
    end(alone, why)
    return file, alone


def _assistance(street: Street, state: str, review: str) -> Record:
    return keep("assistance_file", person=street.resident, state=state, review_on=review)


def _care(street: Street, days: int) -> Record:
    on = (TODAY - timedelta(days=days)).isoformat()
    log = [{"on": on, "kind": "meal"}]
    return keep("care_file", person=street.resident, visit_cycle="7", service_log=log)


def _child_service(street: Street, state: str, *, guardian: bool) -> Record:
    child = street.person("王小小", "2020-05")
    more = {"guardian": street.resident} if guardian else {}
    return keep("family_file", household=street.household, child=child, state=state, **more)


def _hazard(street: Street, *, care: bool, **more: str) -> Record:
    if care:
        keep("care_file", person=street.resident, visit_cycle="30")
    return keep("hazard", building=street.building, kind="fire", found_on="2026-06-01", **more)


def _facility(street: Street, *found_on: str) -> Record:
    lamp = keep("facility", name="路灯")
    for day in found_on:
        keep("hazard", facility=lamp, found_on=day, rectified_on=day)
    return lamp


FITS: dict[str, tuple[Case, ...]] = {
    "L01": (lambda s: _same_number(s, citizen_number()),),
    "L02": (
        lambda s: (s.resident, s.person("王小明", "1950-03")),
        lambda s: (s.person("王小小", "2020-05"), s.person("王小小", "2020-05")),
    ),
    "L03": (_not_here, _dwelling_gone),
    "L04": (
        _two_households,
        _head_gone,
        lambda s: keep("household", members=[s.person("李大年", "1951-04")]),
    ),
    "L05": (lambda s: _let(s, tenants=False), _squat),
    "L06": (
        lambda s: keep("building", point=point_of(NEIGHBOUR_GRID)),
        lambda s: keep("building", point={"lng": 100.0, "lat": 20.0}),
    ),
    "L07": (lambda s: _place(s, days=31), lambda s: _place(s, days=3, contact=False)),
    "L08": (lambda s: _shop(s, "AB"), lambda s: _shop(s, "IN")),
    "L09": (lambda s: _file_of_dead(s, "deceased"),),
    "L11": (lambda s: s.person("李大年", "1946-08"), lambda s: s.person("李大年", "1966-06")),
    "L12": (lambda s: _assistance(s, "approved", "2026-07-10"),),
    "L13": (lambda s: _care(s, 8),),
    "L14": (lambda s: _child_service(s, "offered", guardian=False),),
    "L15": (lambda s: _hazard(s, care=True),),
    "L16": (lambda s: _facility(s, "2026-04-01", "2026-05-01", "2026-06-01"),),
}
MISSES: dict[str, tuple[Case, ...]] = {
    "L01": (lambda s: _same_number(s, citizen_number(serial=2)),),
    "L02": (
        lambda s: (s.resident, s.person("王小明", "1950-04")),
        lambda s: (s.resident, s.person("王大明", "1950-03")),
    ),
    "L03": (lambda s: s.resident,),
    "L04": (lambda s: s.household, lambda s: s.resident),
    "L05": (lambda s: _let(s, tenants=True), lambda s: s.empty),
    "L06": (lambda s: s.building,),
    "L07": (lambda s: _place(s, days=30),),
    "L08": (lambda s: _shop(s, "OC"),),
    "L09": (lambda s: _file_of_dead(s, "moved_out"),),
    "L11": (lambda s: s.person("李大年", "1946-09"), lambda s: s.person("李大年", "1947-08")),
    "L12": (
        lambda s: _assistance(s, "approved", "2026-07-11"),
        lambda s: _assistance(s, "ended", "2026-06-20"),
    ),
    "L13": (lambda s: _care(s, 7),),
    "L14": (
        lambda s: _child_service(s, "offered", guardian=True),
        lambda s: _child_service(s, "declined", guardian=False),
    ),
    "L15": (
        lambda s: _hazard(s, care=False),
        lambda s: _hazard(s, care=True, rectified_on="2026-06-02"),
    ),
    "L16": (lambda s: _facility(s, "2026-03-01", "2026-05-01", "2026-06-01"),),
}
CASES = [(rule, case, True) for rule, cases in FITS.items() for case in cases]
CASES += [(rule, case, False) for rule, cases in MISSES.items() for case in cases]


def _key(rule: str, answer: Record | tuple[Record, Record] | None) -> tuple[str, int, int | None]:
    assert answer is not None
    if isinstance(answer, Record):
        return rule, answer.pk, None
    return rule, answer[0].pk, answer[1].pk


@pytest.fixture
def street(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Street:
    go_live()
    # What changed lately is looked at again for safety; here only what a change touches counts.
    monkeypatch.setattr(looking, "OVERLAP", 0)
    return Street()


def test_every_rule_has_a_case_that_fits_and_one_that_does_not() -> None:
    # The rule about grids has its own cases: tests/registers/queries/test_comparing_grids.py.
    codes = {rule.code for rule in RULES if not rule.of_grids}
    assert set(FITS) == set(MISSES) == codes


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is done inside, so that the next case begins where this one did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.row("R-047")
def test_a_rule_finds_what_fits_and_nothing_else(street: Street) -> None:
    """Around a change it finds the same as over everything, and opens nothing twice."""
    assert run() == set()
    since = last_cursor()
    for number, (rule, case, fits) in enumerate(CASES):
        with undone():
            key = _key(rule, case(street))
            around = run(since=since)
            wanted = {key} if fits else set()
            assert {one for one in around if one[0] == rule} == wanted, (rule, number)
            assert run() == around, (rule, number)
            assert Finding.objects.count() == len(around), (rule, number)


def _mend_number(street: Street) -> None:
    change(street.person("王小明", "1950-03"), dwelling=street.empty)


CHANGES: tuple[Callable[[Street, Record], None], ...] = (
    lambda s, care: change(s.empty, occupancy="1"),
    lambda s, care: end(s.resident, "deceased"),
    lambda s, care: end(s.building),
    lambda s, care: change(s.resident, dwelling=s.empty),
    lambda s, care: change(s.dwelling, building=keep("building", point=point_of(GRID))),
    lambda s, care: end(care, "done"),
    lambda s, care: change(s.household, members=[s.person("李大年", "1946-08")]),
    lambda s, care: _mend_number(s),
)


def test_around_a_change_the_rules_say_the_same_as_over_everything(street: Street) -> None:
    """Also what is not true any more: whatever changed, a whole run afterwards finds no more."""
    care = keep("care_file", person=street.resident, visit_cycle="1", since=TODAY - timedelta(9))
    keep("hazard", building=street.building, kind="fire", found_on="2026-06-01")
    _two_households(street)
    street.person("王小明", "1950-03")
    before = run()
    assert {one[0] for one in before} == {"L02", "L04", "L13", "L15"}
    since, changed = last_cursor(), 0
    for number, alter in enumerate(CHANGES):
        with undone():
            alter(street, care)
            around = run(since=since)
            changed += around != before
            assert run() == around, number
    assert changed == len(CHANGES) - 2


def test_a_rule_rests_while_one_of_its_registers_is_not_in_use(cast: Cast) -> None:
    go_live("housing")
    street = Street()
    _squat(street)
    keep("building", point=point_of(NEIGHBOUR_GRID))
    assert {one[0] for one in run()} == {"L06"}


def test_a_finding_lies_where_its_record_lies_and_a_pair_in_what_holds_both(
    street: Street,
) -> None:
    place = _place(street, days=60)
    _same_number(street, citizen_number())
    Record.objects.filter(pk=street.resident.pk).update(area_code=NEIGHBOUR_GRID)
    run()
    pair = Finding.objects.get(rule="L01")
    assert NEIGHBOUR_GRID.startswith(pair.area_code)
    assert GRID.startswith(pair.area_code)
    assert (pair.department, Finding.objects.get(rule="L07").department) == ("", "yingji")
    Record.objects.filter(pk=place.pk).update(area_code=NEIGHBOUR_GRID)
    run()
    assert Finding.objects.get(rule="L07").area_code == NEIGHBOUR_GRID


def test_the_worker_and_the_command_run_the_rules(street: Street) -> None:
    compare_changed(0)
    assert not Comparing.objects.exists()
    compare_registers(0)
    compare_changed(0)
    assert [one.full for one in Comparing.objects.order_by("pk")] == [True]
    change(street.household, head=[])
    compare_changed(0)
    assert Comparing.objects.order_by("-pk").values_list("full", "opened")[0] == (False, 1)
    change(street.household, head=street.resident)
    answer = CliRunner().invoke(check, ["--changed"])
    assert answer.output == "0 findings opened, 1 are not true any more.\n"
    assert CliRunner().invoke(check).exit_code == 0
