"""What the phone reckons by itself about registers is what the platform reckons."""

from __future__ import annotations

from datetime import date

import pytest

from gege.kernel.identity import citizen_number_problems
from gege.registers.rules.formulas import under_14
from tests.field.engine.phone import Phone
from tests.registers.keeping_records import citizen_number

DOORS = {
    "buildings": [
        {"uid": "b3", "name": "3栋", "address": "解放路12号3栋"},
        {"uid": "b13", "name": "13栋", "address": "解放路12号13栋"},
        {"uid": "bz", "name": "综合楼", "address": "人民路８号"},
    ],
    "dwellings": [
        {"uid": "3-2-501", "building": "b3", "unit_no": "2", "dwelling_no": "501"},
        {"uid": "3-1-501", "building": "b3", "unit_no": "1", "dwelling_no": "501"},
        {"uid": "13-2-501", "building": "b13", "unit_no": "2", "dwelling_no": "501"},
        {"uid": "z-0301", "building": "bz", "dwelling_no": "0301"},
    ],
    "households": [],
    "residents": [{"uid": "p", "name": "王**", "dwelling": "3-2-501"}],
}
SPELT = {
    "3-2-501": ["3-2-501"],
    "3栋2单元501": ["3-2-501"],
    "三栋二单元501室": ["3-2-501"],
    "３号楼 2-501": ["3-2-501"],
    "解放路12号 3幢 2单元 501号": ["3-2-501"],
    "3-501": ["3-1-501", "3-2-501"],
    "十三栋501": ["13-2-501"],
    "人民路8号301": ["z-0301"],
    "综合楼 301": ["z-0301"],
    "综合": ["z-0301"],
    "3-2-502": [],
    "501-3": [],
}
RUN = """
const [addresses, contract, homes, numbers, outbox, store] = await Promise.all(
  ["addresses", "contract", "homes", "numbers", "outbox", "store"].map((name) => engine(name)));
await store.setSection("doors", "1", it.doors);
const doors = await homes.doorsNow();
const doorsOf = (query) => homes.found(doors, query).dwellings.map((one) => one.uid).sort();
const found = it.spelt.map(doorsOf);
const card = (one) => ({id_type: "111", id_number: one});
const doubts = it.numbers.map((one) => numbers.doubtOf(card(one), "id_number"));
const ages = it.born.map((month) => contract.under14(month, new Date(it.now)));
const typed = {name: "李新来", dwelling: {uid: "3-2-501"}};
const body = {uid: "u", sheet: "resident", grid: "1", typed, evidence_note: "户口簿"};
const first = await outbox.put("register_open", body);
const after = await homes.afterOf(["u"]);
const fresh = (await homes.doorsNow()).peopleAt("3-2-501").map((one) => one.name);
await outbox.settleAnswers([{key: first, status: "refused", code: "faults", text: "x"}]);
const kept = (await outbox.item(first)).body;
const again = await outbox.amend(first, kept);
await outbox.settleAnswers([{key: again, status: "done", subject: "register:u"}]);
const done = (await outbox.item(again)).body;
const drafts = await engine("drafts");
const ago = (days) => new Date(Date.now() - days * 86400000).toISOString();
await store.set("draft:register:old", {begun: ago(4), typed});
await store.set("draft:register:new", {begun: ago(2), typed});
await store.set("draft:report:old", {begun: ago(9)});
await drafts.forgetDrafts("draft:register:", 3);
const left = Object.keys(await store.values()).sort();
return {left, found, doubts, ages, after: after === first, fresh, kept, done,
        gone: await homes.afterOf(["u"])};
"""


@pytest.mark.row("R-039")
def test_doors_numbers_and_ages_are_reckoned_as_on_the_platform(phone: Phone) -> None:
    sound = [citizen_number("19880203", serial) for serial in range(1, 40)]
    numbers = [*sound, *(one[:-1] + ("5" if one[-1] != "5" else "6") for one in sound)]
    months = [f"{year}-{month:02}" for year in (2011, 2012, 2013) for month in range(1, 13)]
    today = date(2026, 11, 26)
    told = phone.create().run(
        RUN,
        {
            "doors": DOORS,
            "spelt": list(SPELT),
            "numbers": numbers,
            "born": months,
            "now": f"{today.isoformat()}T09:00:00+08:00",
        },
    )
    assert dict(zip(SPELT, told["found"], strict=True)) == SPELT
    expected = ["check_digit" if citizen_number_problems(one) else None for one in numbers]
    assert told["doubts"] == expected
    assert told["ages"] == [under_14({"born": one}, today) for one in months]
    # What was typed is on the phone while the platform has it not, refused too; not a moment more.
    assert (told["after"], told["fresh"], told["gone"]) == (True, ["王**", "李新来"], None)
    assert told["kept"]["typed"]["name"] == "李新来"
    assert told["left"] == ["draft:register:new", "draft:report:old"]
    assert told["done"] == {"uid": "u", "sheet": "resident"}
