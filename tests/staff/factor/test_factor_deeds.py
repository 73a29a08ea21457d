"""Setting a device up, giving its codes, and what becomes of wrong, used and lost ones."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from gege.kernel.keyring import is_sealed
from gege.notices.api import Message
from gege.staff.api import (
    Given,
    Refusal,
    begin_factor,
    confirm_factor,
    factor_of,
    give_code,
    renew_paper_codes,
    reset_factor,
    shown_factor,
    turn_off_factor,
)
from gege.staff.factor.models import PaperCode, SecondFactor
from gege.trail.api import Entry
from tests.cast import PASSWORD, Cast
from tests.staff.factor.devices import Device, set_up

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
STEP = timedelta(seconds=30)


def deeds_of(account_id: int | None) -> list[str]:
    lines = Entry.objects.filter(stream=f"account:{account_id}").order_by("seq")
    return [line.deed for line in lines if "factor" in line.deed or "paper" in line.deed]


def told(account_id: int | None) -> list[str]:
    rows = Message.objects.filter(to_account_id=account_id).order_by("id")
    return list(rows.values_list("template", flat=True))


def give(cast: Cast, code: str, at: datetime) -> Given:
    return give_code(by=cast.county_dispatcher.signature(), now=at, code=code)


@pytest.fixture
def device(cast: Cast) -> Device:
    return set_up(cast.county_dispatcher, NOW)


def test_a_device_is_in_force_after_its_first_code(cast: Cast, device: Device) -> None:
    me = cast.county_dispatcher.account_id or 0
    facts = factor_of(me)
    assert facts is not None
    assert (facts.since, facts.paper_left) == (NOW, 10)
    assert deeds_of(me) == ["begin_second_factor", "set_second_factor"]
    assert told(me) == ["account_factor_set"]
    assert len(set(device.paper)) == 10


def test_neither_secret_nor_codes_can_be_read_in_the_database(cast: Cast, device: Device) -> None:
    row = SecondFactor.objects.get(account_id=cast.county_dispatcher.account_id)
    assert is_sealed(row.secret)
    assert row.pending == ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(f::text, '') || (SELECT string_agg(p::text, '') "
            "FROM staff_papercode p) FROM staff_secondfactor f"
        )
        (dump,) = cursor.fetchone()
    ledger = "".join(Entry.objects.values_list("payload", flat=True))
    for hidden in (device.secret.hex(), *device.paper, *(p.replace("-", "") for p in device.paper)):
        assert hidden not in dump + ledger


def test_a_sealed_secret_does_not_open_in_another_account(cast: Cast, device: Device) -> None:
    set_up(cast.administrator, NOW)
    row = SecondFactor.objects.get(account_id=cast.county_dispatcher.account_id)
    SecondFactor.objects.filter(account_id=cast.administrator.account_id).update(secret=row.secret)
    with pytest.raises(Refusal) as refused:
        give_code(by=cast.administrator.signature(), now=NOW + STEP, code=device.code(NOW + STEP))
    assert refused.value.code == "keys_away"


def test_without_keys_nothing_is_taken_and_the_reason_is_told(
    cast: Cast, device: Device, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(settings, "GEGE_KEYS", tmp_path / "away.json")
    with pytest.raises(Refusal) as refused:
        give(cast, device.code(NOW + STEP), NOW + STEP)
    assert refused.value.code == "keys_away"


def test_setting_up_needs_the_password(cast: Cast) -> None:
    by = cast.county_dispatcher.signature()
    with pytest.raises(Refusal) as refused:
        begin_factor(by=by, now=NOW, password="wrong", code_given=False)
    assert refused.value.code == "wrong_password"
    assert shown_factor(by=by, now=NOW) is None
    assert not SecondFactor.objects.exists()


def test_a_wrong_first_code_puts_nothing_in_force(cast: Cast) -> None:
    by = cast.county_dispatcher.signature()
    begin_factor(by=by, now=NOW, password=PASSWORD, code_given=False)
    with pytest.raises(Refusal) as refused:
        confirm_factor(by=by, now=NOW, code="000000")
    assert refused.value.code == "wrong_code"
    assert factor_of(by.account_id or 0) is None
    assert shown_factor(by=by, now=NOW) is not None


def test_a_secret_is_shown_for_a_quarter_of_an_hour(cast: Cast) -> None:
    by = cast.county_dispatcher.signature()
    begin_factor(by=by, now=NOW, password=PASSWORD, code_given=False)
    later = NOW + timedelta(minutes=15, seconds=1)
    assert shown_factor(by=by, now=later) is None
    with pytest.raises(Refusal) as refused:
        confirm_factor(by=by, now=later, code="000000")
    assert refused.value.code == "not_begun"


def test_a_code_is_taken_once_and_older_ones_no_more(cast: Cast, device: Device) -> None:
    # The code of the set-up itself is used, too.
    with pytest.raises(Refusal) as refused:
        give(cast, device.code(NOW), NOW)
    assert refused.value.code == "code_used"
    at = NOW + 3 * STEP
    assert give(cast, device.code(at), at) == Given(on_paper=False)
    for code in (device.code(at), device.code(at - STEP)):
        with pytest.raises(Refusal) as refused:
            give(cast, code, at + STEP / 2)
        assert refused.value.code in ("code_used", "wrong_code")
    assert give(cast, device.code(at + STEP), at + STEP) == Given(on_paper=False)
    assert deeds_of(cast.county_dispatcher.account_id)[2:] == ["give_second_factor"] * 2


def test_a_code_on_paper_is_taken_once_and_the_person_is_told(cast: Cast, device: Device) -> None:
    assert give(cast, device.paper[3].lower(), NOW) == Given(on_paper=True, left=9)
    with pytest.raises(Refusal) as refused:
        give(cast, device.paper[3], NOW)
    assert refused.value.code == "wrong_code"
    assert told(cast.county_dispatcher.account_id)[-1] == "account_paper_code"


def test_five_wrong_codes_shut_the_door_for_the_right_one_too(cast: Cast, device: Device) -> None:
    at = NOW + timedelta(minutes=1)
    codes = []
    for _ in range(5):
        with pytest.raises(Refusal) as refused:
            give(cast, "000000", at)
        codes.append(refused.value.code)
    assert codes == ["wrong_code"] * 4 + ["factor_shut"]
    assert "10:16" in refused.value.text
    for code in (device.code(at), device.paper[0]):
        with pytest.raises(Refusal) as refused:
            give(cast, code, at + timedelta(minutes=14))
        assert refused.value.code == "factor_shut"
    later = at + timedelta(minutes=15)
    assert give(cast, device.code(later), later) == Given(on_paper=False)
    assert SecondFactor.objects.get().failures == 0
    assert deeds_of(cast.county_dispatcher.account_id)[2:] == [
        "shut_second_factor",
        "give_second_factor",
    ]


def test_another_persons_code_opens_nothing(cast: Cast, device: Device) -> None:
    set_up(cast.administrator, NOW)
    at = NOW + STEP
    for code in (device.code(at), device.paper[0]):
        with pytest.raises(Refusal) as refused:
            give_code(by=cast.administrator.signature(), now=at, code=code)
        assert refused.value.code == "wrong_code"


def test_who_has_no_device_is_told_so(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        give(cast, "123456", NOW)
    assert refused.value.code == "no_factor"


def test_a_device_is_replaced_only_with_a_code_of_the_present_one(
    cast: Cast, device: Device
) -> None:
    by = cast.county_dispatcher.signature()
    with pytest.raises(Refusal) as refused:
        begin_factor(by=by, now=NOW, password=PASSWORD, code_given=False)
    assert refused.value.code == "code_wanted"
    at = NOW + timedelta(minutes=5)
    second = set_up(cast.county_dispatcher, at, code_given=True)
    for code in (device.code(at + STEP), device.paper[0]):
        with pytest.raises(Refusal):
            give(cast, code, at + STEP)
    assert give(cast, second.code(at + STEP), at + STEP) == Given(on_paper=False)


def test_while_a_new_device_is_set_up_the_present_one_counts(cast: Cast, device: Device) -> None:
    by = cast.county_dispatcher.signature()
    begin_factor(by=by, now=NOW, password=PASSWORD, code_given=True)
    assert give(cast, device.code(NOW + STEP), NOW + STEP) == Given(on_paper=False)


def test_new_codes_for_paper_end_the_old_ones(cast: Cast, device: Device) -> None:
    made = renew_paper_codes(by=cast.county_dispatcher.signature(), now=NOW)
    assert set(made) & set(device.paper) == set()
    with pytest.raises(Refusal):
        give(cast, device.paper[0], NOW)
    assert give(cast, made[0], NOW).left == 9


def test_turned_off_nothing_is_left_of_it(cast: Cast, device: Device) -> None:
    me = cast.county_dispatcher.account_id or 0
    turn_off_factor(by=cast.county_dispatcher.signature(), now=NOW)
    row = SecondFactor.objects.get(account_id=me)
    assert (row.secret, row.confirmed_at, factor_of(me)) == ("", None, None)
    assert not PaperCode.objects.exists()
    assert told(me)[-1] == "account_factor_off"


def test_an_administrator_resets_with_a_reason_and_the_person_is_told(
    cast: Cast, device: Device
) -> None:
    me = cast.county_dispatcher.account_id or 0
    reset_factor(by=cast.administrator, now=NOW, account_id=me, reason=" 手机丢失 ")
    assert factor_of(me) is None
    line = Entry.objects.filter(stream=f"account:{me}").order_by("-seq")[0]
    assert (line.deed, line.name) == ("reset_second_factor", "冯管理")
    assert '"reason":"手机丢失"' in line.payload
    message = Message.objects.filter(to_account_id=me).order_by("-id")[0]
    assert message.template == "account_factor_reset"
    assert message.values == {"name": "冯管理", "reason": "手机丢失"}


@pytest.mark.parametrize(
    ("who", "whom", "reason", "code"),
    [
        ("county_supervisor", "county_dispatcher", "lost", "only_administrators"),
        ("electronic_supervisor", "county_dispatcher", "lost", "only_administrators"),
        ("administrator", "administrator", "lost", "own_account"),
        ("administrator", "county_dispatcher", "  ", "reason_missing"),
        ("administrator", "grid_worker", "lost", "no_factor"),
    ],
)
def test_a_reset_that_may_not_be_is_refused(
    cast: Cast, device: Device, who: str, whom: str, reason: str, code: str
) -> None:
    account = cast.actor(whom).account_id or 0
    with pytest.raises(Refusal) as refused:
        reset_factor(by=cast.actor(who), now=NOW, account_id=account, reason=reason)
    assert refused.value.code == code
    assert factor_of(cast.county_dispatcher.account_id or 0) is not None


@pytest.mark.parametrize("deed", ["confirm", "give", "renew", "off", "reset"])
def test_without_its_line_in_the_ledger_nothing_happened(
    cast: Cast, device: Device, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, me = cast.county_dispatcher.signature(), cast.county_dispatcher.account_id or 0
    before = list(SecondFactor.objects.values()), list(PaperCode.objects.order_by("id").values())

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the ledger is full")

    monkeypatch.setattr("gege.staff.authority.record", broken)
    at = NOW + STEP
    deeds = {
        "confirm": lambda: begin_factor(by=by, now=at, password=PASSWORD, code_given=True),
        "give": lambda: give_code(by=by, now=at, code=device.code(at)),
        "renew": lambda: renew_paper_codes(by=by, now=at),
        "off": lambda: turn_off_factor(by=by, now=at),
        "reset": lambda: reset_factor(by=cast.administrator, now=at, account_id=me, reason="x"),
    }
    with pytest.raises(RuntimeError, match="ledger is full"):
        deeds[deed]()
    after = list(SecondFactor.objects.values()), list(PaperCode.objects.order_by("id").values())
    assert after == before
    assert told(me) == ["account_factor_set"]


@pytest.mark.django_db(transaction=True)
def test_one_code_sent_twice_at_once_opens_once(committed_cast: Cast) -> None:
    device = set_up(committed_cast.county_dispatcher, NOW)
    by, code, at = committed_cast.county_dispatcher.signature(), device.code(NOW + STEP), NOW + STEP
    start, answers = threading.Barrier(2), []

    def send() -> None:
        start.wait()
        try:
            answers.append(str(give_code(by=by, now=at, code=code).on_paper))
        except Refusal as refusal:
            answers.append(refusal.code)
        finally:
            connections.close_all()

    senders = [threading.Thread(target=send) for _ in range(2)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert sorted(answers) == ["False", "code_used"]
