"""Linkage against the truth of invented people, and the cases that must never be fused."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gege.kernel.identity import citizen_check_digit
from gege.registers.linkage import (
    Band,
    Cells,
    Linked,
    Reading,
    Settings,
    duplicates,
    link,
    normalised,
    reasons,
)
from gege.simulate.population import CLEAN, HARD, PLAIN, Errors, Row, department_rows, generate

READING = Reading(date(2026, 11, 25), "0826")


def number(born: str, serial: str = "105") -> str:
    return f"990000{born}{serial}{citizen_check_digit(f'990000{born}{serial}')}"


def cells(rows: list[Row]) -> list[Cells]:
    return [Cells(str(place), *row[1:]) for place, row in enumerate(rows)]


class Run:
    """A linkage of a register with a department's file, and its truth."""

    def __init__(self, errors: Errors, residents: int = 3_000) -> None:
        households = list(generate(residents, seed=1))
        ours = list(department_rows(households, 11, replace(CLEAN, absent=0.1)))
        theirs = list(department_rows(households, 3, errors))
        left, right = normalised(cells(ours), READING), normalised(cells(theirs), READING)
        self.sides = left, right
        self.found = link(left, right)
        by_serial: dict[int, list[int]] = {}
        for place, row in enumerate(theirs):
            by_serial.setdefault(row.serial, []).append(place)
        self.truth = {
            (str(a), str(b)) for a, row in enumerate(ours) for b in by_serial.get(row.serial, ())
        }

    def quality(self, *bands: Band) -> tuple[float, float]:
        """Precision and recall of the pairs in these bands."""
        pairs = {(p["left"], p["right"]) for p in rows_of(self.found) if p["band"] in bands}
        right = len(pairs & self.truth)
        return right / len(pairs), right / len(self.truth)


def rows_of(found: Linked) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = found.pairs.to_pylist()
    return rows


def bands(ours: list[Cells], theirs: list[Cells]) -> dict[tuple[str, str], str]:
    found = link(normalised(ours, READING), normalised(theirs, READING))
    return {(pair["left"], pair["right"]): pair["band"] for pair in rows_of(found)}


@pytest.fixture(scope="module")
def plain() -> Run:
    return Run(PLAIN)


@pytest.fixture(scope="module")
def hard() -> Run:
    return Run(HARD)


@pytest.mark.row("R-047")
def test_what_a_machine_may_link_is_right(plain: Run, hard: Run) -> None:
    assert plain.quality(Band.CERTAIN)[0] == hard.quality(Band.CERTAIN)[0] == 1.0
    assert plain.quality(Band.CERTAIN)[1] > 0.75


def test_what_is_likely_is_right_with_hardly_an_exception(plain: Run, hard: Run) -> None:
    for run, recall in ((plain, 0.96), (hard, 0.85)):
        found = run.quality(Band.CERTAIN, Band.LIKELY)
        assert found[0] >= 0.999
        assert found[1] >= recall


def test_with_what_a_person_reviews_hardly_a_pair_is_missed(plain: Run, hard: Run) -> None:
    for run, precision, recall in ((plain, 0.99, 0.998), (hard, 0.97, 0.96)):
        found = run.quality(*Band)
        assert found[0] >= precision
        assert found[1] >= recall


def test_the_best_pairs_are_right_without_anybody_choosing_a_threshold(
    plain: Run, hard: Run
) -> None:
    for run, precision, recall in ((plain, 0.9995, 0.9995), (hard, 0.999, 0.97)):
        pairs = {(p["left"], p["right"]) for p in rows_of(run.found) if p["best"]}
        right = len(pairs & run.truth)
        assert right / len(pairs) >= precision
        assert right / len(run.truth) >= recall


def test_a_child_without_a_number_is_not_the_brother_whose_record_is_known() -> None:
    home, phone = "解放路12号3栋2单元501", "10000000001"
    elder = Cells("a", "李子涵", "1", number("20150307", "103"), "2015-03-07", phone, home)
    younger = Cells("b", "李子轩", "1", number("20190307", "103"), "2019-03-07", phone, home)
    theirs = [
        Cells("c", "李子涵", "1", elder.number, "", phone, home),
        Cells("d", "李子轩", "1", "", "", phone, home),
    ]
    crowd = [
        cell._replace(ref=f"o{cell.ref}")
        for cell in cells(list(department_rows(generate(600, seed=8), 1, CLEAN)))
    ]
    found = link(
        normalised([elder, younger, *crowd], READING), normalised([*theirs, *crowd], READING)
    )
    best = {(p["left"], p["right"]) for p in rows_of(found) if p["best"] and p["left"] in "ab"}
    assert best == {("a", "c"), ("b", "d")}


def test_the_same_files_give_the_same_pairs(plain: Run) -> None:
    again = link(*plain.sides)
    assert again.pairs.equals(plain.found.pairs)
    assert again.model == plain.found.model


def test_the_model_can_be_kept_and_says_its_chances(plain: Run) -> None:
    model = plain.found.model.as_json()
    assert model["labels"] > 1_000
    assert 0 < model["prior"] < 0.001
    name = model["comparisons"]["name"]
    assert name["same"]["m"] > 0.9 > name["same"]["u"]
    for levels in model["comparisons"].values():
        assert abs(sum(level["m"] for level in levels.values()) - 1) < 0.001
        assert abs(sum(level["u"] for level in levels.values()) - 1) < 0.001


@pytest.mark.parametrize("filler", ["", "无", "000000000000000000", "111111111111111111", "LS0001"])
def test_people_without_a_number_are_not_fused_by_what_stands_in_its_place(filler: str) -> None:
    ours = [Cells("a", "李明", "1", filler, "1990-03-07", "10000000001", "解放路1号")]
    theirs = [Cells("b", "王小红", "2", filler, "1971-12-24", "10000000002", "建设路9号")]
    assert bands(ours, theirs) == {}


def test_a_number_decides_only_where_name_and_date_do_not_speak_against_it() -> None:
    own = number("19900307")
    ours = [Cells("a", "李明", "1", own)]
    assert bands(ours, [Cells("b", "黎明", "1", own)]) == {("a", "b"): "certain"}
    assert bands(ours, [Cells("b", "王小红", "2", own)]) == {("a", "b"): "review"}
    assert bands(ours, [Cells("b", "李明", "1", own, "1971-12-24")]) == {("a", "b"): "review"}
    assert bands(ours, [Cells("b", "", "", own)]) == {("a", "b"): "review"}


def test_one_number_of_two_names_is_always_told_in_whatever_crowd() -> None:
    crowd = cells(list(department_rows(generate(3_000, seed=8), 1, CLEAN)))
    own = number("19900307", "991")
    found = bands(
        [Cells("a", "李明", "1", own, "1990-03-07", "10000000001", "解放路1号"), *crowd],
        [Cells("b", "王小红", "2", own, "1990-03-07", "10000000002", "建设路9号"), *crowd],
    )
    assert found["a", "b"] == "review"


def test_a_file_without_any_number_is_linked_by_all_the_rest() -> None:
    run = Run(replace(PLAIN, number_missing=1.0, number_placeholder=0.0), 2_000)
    precision, recall = run.quality(Band.LIKELY)
    assert precision >= 0.998
    assert recall > 0.85
    assert run.quality(*Band)[1] > 0.97
    assert run.found.count(Band.CERTAIN) == 0


def test_a_number_that_stands_twice_on_a_side_goes_to_a_person() -> None:
    own = number("19900307")
    ours = [Cells("a", "李明", "1", own), Cells("b", "李明", "1", own)]
    found = bands(ours, [Cells("c", "李明", "1", own)])
    assert found == {("a", "c"): "review", ("b", "c"): "review"}


def test_twins_without_a_number_are_never_called_likely() -> None:
    home = "解放路12号3栋2单元501"
    one = Cells("a", "李子涵", "2", number("20150307", "102"), "2015-03-07", "10000000001", home)
    twin = Cells("b", "李子轩", "2", "", "2015-03-07", "10000000001", home)
    crowd = list(department_rows(generate(600, seed=8), 1, CLEAN))
    others = [cell._replace(ref=f"o{cell.ref}") for cell in cells(crowd)]
    found = bands([one, *others], [twin, *others])
    assert found.get(("a", "b"), "none") in ("review", "none")


def test_duplicates_within_a_side_are_all_for_a_person() -> None:
    rows = list(department_rows(generate(800, seed=3), 5, replace(PLAIN, duplicates=0.05)))
    found = duplicates(normalised(cells(rows), READING))
    pairs = {(pair["left"], pair["right"]) for pair in rows_of(found)}
    truth = {
        (str(a), str(a + 1)) for a in range(len(rows) - 1) if rows[a].serial == rows[a + 1].serial
    }
    assert {pair["band"] for pair in rows_of(found)} == {"review"}
    assert len(truth) > 20
    assert len(pairs & truth) / len(truth) > 0.95


def test_empty_sides_have_no_pairs() -> None:
    nobody, somebody = normalised([], READING), normalised([Cells("a", "李明")], READING)
    assert link(nobody, somebody).pairs.num_rows == 0
    assert link(somebody, nobody).pairs.num_rows == 0
    assert duplicates(nobody).pairs.num_rows == 0


def test_settings_that_cannot_be_are_refused() -> None:
    nobody = normalised([], READING)
    with pytest.raises(ValueError, match="likely"):
        link(nobody, nobody, Settings(review=5, likely=1))
    assert Settings(sample=0, crowded=0).problems() == ["sample", "crowded"]


def test_a_clerk_reads_the_reasons() -> None:
    own = number("19900307")
    slip = own[:14] + ("7" if own[14] != "7" else "3") + own[15:]
    one = Cells("a", "李明", "男", own, "", "10000001234", "解放路12号3栋2单元501")
    other = Cells("b", "黎明", "1", slip, "", "10000001243", "解放路12-3-2-502")
    words = [
        reason.sentence.chinese.format(one=reason.one, other=reason.other)
        for reason in reasons(one, other, READING)
    ]
    assert words == [
        "同音字：李明/黎明",
        f"证件号码相差一位：{own}/{slip}",
        "缺少出生日期",
        "电话相邻两位互换：10000001234/10000001243",
        "同一单元：解放路12号3栋2单元501室/解放路12号3栋2单元502室",
        "性别相同",
    ]


def test_names_in_latin_letters_and_codes_without_a_check_digit_are_compared() -> None:
    abroad = Reading(date(2003, 12, 31), codes=True)
    ours = [
        Cells("a", "michaela neumann", "", "5304218", "19151111", "", "8 stanley street, winston"),
        Cells("b", "courtney painter", "", "4066625", "19161214", "", "12 pinkerton circuit, bega"),
        Cells("c", "charles green", "", "4365168", "19480930", "", "38 salkauskas crescent, dapto"),
    ]
    theirs = [
        Cells("x", "neumann michaela", "", "5304218", "19151111", "", "8 stanley street, winston"),
        Cells("y", "courtny paintr", "", "4066652", "19161214", "", "12 pinkerton circuit, bega"),
        Cells("z", "harriet brown", "", "9999", "19480930", "", "1 salkauskas crescent, dapto"),
    ]
    found = link(normalised(ours, abroad), normalised(theirs, abroad))
    assert found.count(Band.CERTAIN) == 0
    best = {(p["left"], p["right"]): (p["name"], p["number"]) for p in rows_of(found) if p["best"]}
    assert best == {("a", "x"): ("near_sound", "same"), ("b", "y"): ("slip", "slip")}
    words = [reason.sentence.english for reason in reasons(ours[1], theirs[1], abroad)]
    assert words[0] == "Spelt nearly the same: {one} / {other}"
