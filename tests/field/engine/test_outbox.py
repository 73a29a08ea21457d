"""The outbox: what was shown as kept is kept, in order, within bounds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.field.engine.phone import Phone

SETTLE = "await (await engine('outbox')).settleAnswers(it);"


def _brief(phone: Phone) -> list[tuple[str, Any, str]]:
    return [(one["kind"], one["body"], one["status"]) for one in phone.entries()]


def test_entries_stand_in_the_order_of_the_deeds_also_when_all_come_at_once(phone: Phone) -> None:
    phone.create()
    keys = phone.run(
        """
        const {put} = await engine('outbox');
        const body = (n) => ({title: `第${n}件`, pad: 'x'.repeat((30 - n) * 500)});
        return Promise.all(Array.from({length: 30}, (_, n) => put('report', body(n))));
        """
    )
    phone.open().unlock()
    assert [one["key"] for one in phone.entries()] == keys
    assert [one["body"]["title"] for one in phone.entries()] == [f"第{n}件" for n in range(30)]
    assert {one["status"] for one in phone.entries()} == {"kept"}


def test_several_entries_and_a_draft_are_one_write(phone: Phone) -> None:
    """The draft goes in the same moment in which its entries are kept."""
    phone.create().run("await (await engine('store')).set('draft:report', {title: '巷口'});")
    phone.run(
        """
        const {newKey, putAll} = await engine('outbox');
        const key = newKey();
        await putAll([
          {key, kind: 'report', body: {title: '巷口'}},
          {kind: 'move', body: {matter: {key}, move: 'handle_in_place'}, after: key},
        ], {drop: ['draft:report'], keep: {recent: ['垃圾']}});
        """
    )
    phone.open().unlock()
    report, move = phone.entries()
    assert (move["after"], move["body"]["matter"]["key"]) == (report["key"], report["key"])
    values = phone.run(
        "const {get} = await engine('store');"
        "return [await get('draft:report'), await get('recent')];"
    )
    assert values == [None, ["垃圾"]]


def test_an_entry_whose_picture_is_not_here_is_not_kept_nor_anything_beside_it(
    phone: Phone,
) -> None:
    phone.create().run("await (await engine('store')).set('draft:report', 1);")
    fault = phone.fault(
        """
        const {putAll} = await engine('outbox');
        await putAll([
          {kind: 'report', body: {title: '巷口'}},
          {kind: 'attach', body: {sha256: 'f'.repeat(64)}},
        ], {drop: ['draft:report']});
        """
    )
    assert fault == {"code": "file_missing"}
    assert phone.entries() == []
    assert phone.run("return (await engine('store')).get('draft:report');") == 1


@pytest.mark.parametrize("more", [0, 1])
def test_the_outbox_has_a_bound_and_says_so(phone: Phone, more: int) -> None:
    phone.create().limit(messages_most=3)
    for _ in range(3):
        phone.put("report", {"title": "巷口"})
    fault = phone.fault(
        "await (await engine('outbox')).putAll(Array(it).fill({kind: 'report', body: {}}));",
        more,
    )
    assert fault == ({"code": "full_messages", "most": 3} if more else None)
    assert len(phone.entries()) == 3


def test_what_is_done_leaves_room_for_more(phone: Phone) -> None:
    phone.create().limit(messages_most=1)
    key = phone.put("report", {"title": "巷口"})
    phone.run(SETTLE, [{"key": key, "status": "done", "number": "2026"}])
    phone.put("report", {"title": "楼道"})
    assert _brief(phone) == [
        ("report", {"title": "巷口"}, "done"),
        ("report", {"title": "楼道"}, "kept"),
    ]


def test_an_entry_too_large_for_the_wire_is_refused_before_it_is_kept(phone: Phone) -> None:
    fault = phone.create().fault(
        "await (await engine('outbox')).put('entry', {xml: '满'.repeat(400000)});"
    )
    assert fault["code"] == "full_message"
    assert phone.entries() == []


def test_done_entries_stay_two_days(phone: Phone) -> None:
    phone.create()
    key = phone.put("report", {"title": "巷口"})
    kept = phone.put("report", {"title": "楼道"})
    phone.run(SETTLE, [{"key": key, "status": "done"}])
    forget = "await (await engine('outbox')).forgetDone(Date.now() + it);"
    phone.run(forget, 47 * 3_600_000)
    assert [one["key"] for one in phone.entries()] == [key, kept]
    phone.run(forget, 49 * 3_600_000)
    assert [one["key"] for one in phone.entries()] == [kept]


def test_an_answer_settles_once_and_an_unknown_key_changes_nothing(phone: Phone) -> None:
    phone.create()
    key = phone.put("report", {"title": "巷口"})
    phone.run(SETTLE, [{"key": "11111111-1111-4111-8111-111111111111", "status": "done"}])
    phone.run(SETTLE, [{"key": key, "status": "nonsense"}])
    assert [one["status"] for one in phone.entries()] == ["kept"]
    phone.run(SETTLE, [{"key": key, "status": "refused", "code": "needed", "text": "请填写"}])
    phone.run(SETTLE, [{"key": key, "status": "done"}])
    (entry,) = phone.entries()
    assert (entry["status"], entry["answer"]["text"]) == ("refused", "请填写")


def test_only_what_was_refused_can_be_discarded(phone: Phone) -> None:
    phone.create()
    key, other = phone.put("report", {}), phone.put("report", {})
    discard = "await (await engine('outbox')).discard(it);"
    assert phone.fault(discard, key) == {"code": "not_refused"}
    phone.run(SETTLE, [{"key": key, "status": "conflict", "present": {"version": 4}}])
    assert phone.fault(discard, key) is None
    assert [one["key"] for one in phone.entries()] == [other]


def test_a_mended_entry_keeps_its_place_and_takes_its_followers_with_it(phone: Phone) -> None:
    """A report was refused, and its picture and move with it; a stranger in between was done."""
    phone.create()
    report, picture, stranger, move, last = phone.run(
        """
        const {newKey, putAll} = await engine('outbox');
        const {keepFile} = await engine('files');
        const {sha256} = await keepFile(new Blob(['picture']), 'a.jpg');
        const report = newKey(), picture = newKey();
        const rest = await putAll([
          {key: report, kind: 'report', body: {title: ''}},
          {key: picture, kind: 'attach', body: {matter: {key: report}, sha256}, after: report},
          {kind: 'report', body: {title: '别的'}},
          {kind: 'move', body: {matter: {key: report}, move: 'handle_in_place'}, after: picture},
          {kind: 'move', body: {matter: {key: report}, move: 'note'}, after: report},
        ]);
        return rest;
        """
    )
    answers = [
        {"key": report, "status": "refused", "code": "needed", "field": "title"},
        {"key": picture, "status": "refused", "code": "after_refused"},
        {"key": stranger, "status": "done"},
        {"key": move, "status": "refused", "code": "after_refused"},
    ]
    phone.run(SETTLE, answers)
    fresh = phone.run("return (await engine('outbox')).amend(it, {title: '巷口'});", report)
    one, two, three, four, five = phone.entries()
    assert [entry["kind"] for entry in (one, two, three, four, five)] == [
        *("report", "attach", "report", "move", "move")
    ]
    assert (one["key"], one["body"], one["status"]) == (fresh, {"title": "巷口"}, "kept")
    assert fresh != report
    assert (two["after"], two["body"]["matter"], two["status"]) == (fresh, {"key": fresh}, "kept")
    assert (three["key"], three["status"]) == (stranger, "done")
    assert (four["after"], four["body"]["matter"]) == (two["key"], {"key": fresh})
    assert (five["after"], five["status"]) == (fresh, "kept")
    old = {report, picture, move, last}
    assert old.isdisjoint(entry["key"] for entry in (one, two, four, five)), "answered keys rest"


def test_counts_say_what_is_open(phone: Phone) -> None:
    phone.create()
    keys = [phone.put("report", {"n": number}) for number in range(4)]
    answers = [
        {"key": keys[0], "status": "done"},
        {"key": keys[1], "status": "refused"},
        {"key": keys[2], "status": "waiting"},
    ]
    phone.run(SETTLE, answers)
    counted = phone.run("return (await engine('outbox')).counts();")
    assert counted == {
        "kept": 1,
        "sent": 0,
        "waiting": 1,
        "refused": 1,
        "conflict": 0,
        "done": 1,
        "open": 3,
    }


def test_a_message_says_when_it_was_made_and_what_was_known_of_the_clock(phone: Phone) -> None:
    phone.create().put("report", {})
    phone.run(
        "const {contact} = await engine('clock'), now = Date.now();"
        "await contact(new Date(now + 86400000), now, now);"
    )
    phone.put("report", {})
    first, second = phone.entries()
    assert first["skew_ms"] is None
    assert abs(second["skew_ms"] - 86_400_000) < 2_000
    assert first["made_at"].endswith("Z")


def test_two_windows_keep_in_one_order_and_see_each_others_entries(phone: Phone) -> None:
    phone.create()
    other = Phone(phone.context, phone.address).unlock()
    phone.run("(await engine('outbox')).watch(() => { window.heard = (window.heard ?? 0) + 1; });")
    first = phone.put("report", {"n": 1})
    second = other.put("report", {"n": 2})
    assert [one["key"] for one in phone.entries()] == [first, second]
    assert [one["key"] for one in other.entries()] == [first, second]
    phone.page.wait_for_function("window.heard >= 2")
