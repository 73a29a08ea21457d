"""The rulebook on screen: read, changed in editions, overtaken, tried out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gege.matters.api import RulebookEdition, rulebook
from gege.staff.api import POST_ROLES, Role
from tests.cast import Cast

READ = (
    "/setup/rulebook",
    "/setup/rulebook/limits",
    "/setup/rulebook/limits?kind=E06&severity=&tier=department",
    "/setup/rulebook/thresholds",
    "/setup/rulebook/editions",
)
LINE = "?stage=handle&kind=E06&severity=*&tier=*"
EDIT = (
    "/setup/rulebook/new-kind",
    "/setup/rulebook/kinds/A01",
    "/setup/rulebook/limits/new",
    f"/setup/rulebook/limits/line{LINE}",
    f"/setup/rulebook/limits/remove{LINE}",
    "/setup/rulebook/thresholds/edit",
    "/setup/rulebook/upload",
)
READERS = {Role.ADMINISTRATOR, Role.COUNTY_SUPERVISOR, Role.ELECTRONIC_SUPERVISOR}


def _typed(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What a person sends who fills in the form of an address."""
    form = client.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    for name, field in form.fields.items():
        if typed[name] is None:
            choices = getattr(field, "choices", None)
            typed[name] = choices[0][0] if choices else ""
    chosen = {name: value for name, value in typed.items() if value is not False}
    return {**chosen, "note": "县政府办会议纪要", **changes}


def _latest() -> int:
    last = RulebookEdition.objects.order_by("-number").first()
    assert last is not None
    return last.number


def test_every_page_opens_in_both_languages(cast: Cast, admin: Client, book: int) -> None:
    pages = (*READ, *EDIT, f"/setup/rulebook/editions/{book}", f"/setup/rulebook?edition={book}")
    for language in ("zh-hans", "en"):
        account = cast.account("administrator")
        account.language = language
        account.save()
        for address in pages:
            assert (address, admin.get(address).status_code) == (address, 200)


@pytest.mark.row("R-085")
@pytest.mark.parametrize("role", [role for role in POST_ROLES if role not in READERS])
def test_other_roles_find_nothing(cast: Cast, book: int, role: Role) -> None:
    client = cast.client(role)
    for address in (*READ, *EDIT, f"/setup/rulebook/editions/{book}.json"):
        assert (address, client.get(address).status_code) == (address, 404)
        assert (address, client.post(address).status_code) == (address, 404)


@pytest.mark.row("R-085")
@pytest.mark.parametrize("role", [Role.ELECTRONIC_SUPERVISOR, Role.COUNTY_SUPERVISOR])
def test_supervisors_read_and_change_nothing(cast: Cast, book: int, role: Role) -> None:
    client = cast.client(role)
    for address in (*READ, f"/setup/rulebook/editions/{book}.json"):
        page = client.get(address)
        assert (address, page.status_code) == (address, 200)
        assert b"/setup/rulebook/new-kind" not in page.content
        assert client.post(address).status_code in (404, 405)
    for address in EDIT:
        assert (address, client.get(address).status_code) == (address, 404)
        assert (address, client.post(address, {"note": "x"}).status_code) == (address, 404)
    assert _latest() == book


@pytest.mark.row("R-086")
def test_a_changed_kind_is_a_new_edition_and_the_old_one_stays(admin: Client, book: int) -> None:
    address = "/setup/rulebook/kinds/A01"
    answer = admin.post(address, _typed(admin, address, name_zh="路灯故障", lead_1="minzheng"))
    assert answer.status_code == 302
    assert rulebook(book).kind("A01").name_zh == "路灯不亮"
    changed = rulebook(_latest()).kind("A01")
    assert (changed.name_zh, changed.leads) == ("路灯故障", ("zhujian", "minzheng"))
    row = RulebookEdition.objects.get(number=_latest())
    assert (row.note, row.published_by) == ("县政府办会议纪要", "冯管理")
    page = admin.get(f"/setup/rulebook/editions/{_latest()}").content.decode()
    assert "路灯不亮" in page
    assert "路灯故障" in page


def test_a_kind_is_added_and_retired(admin: Client, book: int) -> None:
    typed = _typed(
        admin,
        "/setup/rulebook/new-kind",
        code="A08",
        name_zh="充电桩故障",
        group_zh="公用设施",
        nature="component",
    )
    assert admin.post("/setup/rulebook/new-kind", typed).status_code == 302
    added = rulebook(_latest()).kind("A08")
    assert (added.group_en, added.leads, added.retired) == ("Public utilities", (), False)
    address = "/setup/rulebook/kinds/A08"
    assert admin.post(address, _typed(admin, address, retired="on")).status_code == 302
    assert rulebook(_latest()).kind("A08").retired
    trial = admin.get("/setup/rulebook/limits").context["trial"]
    assert "A08" not in [code for code, _name in trial.fields["kind"].choices]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "A01"}, "code"),
        ({"code": "坏"}, "code"),
        ({"code": "A/1"}, "code"),
        ({"name_zh": ""}, "name_zh"),
        ({"nature": "purple"}, "nature"),
        ({"lead_0": "nobody"}, "lead_0"),
        ({"lead_0": "minzheng", "lead_1": "minzheng"}, "lead_0"),
        ({"note": " "}, "note"),
        ({"based_on": "x"}, "based_on"),
    ],
)
def test_what_is_wrong_with_a_kind_is_said_at_its_field(
    admin: Client, book: int, changes: dict[str, str], field: str
) -> None:
    address = "/setup/rulebook/new-kind"
    right = {"code": "Z99", "name_zh": "测试", "group_zh": "公用设施"}
    answer = admin.post(address, _typed(admin, address, **{**right, **changes}))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert _latest() == book


@pytest.mark.row("R-068")
def test_a_line_of_the_limit_table_is_added_changed_and_removed(admin: Client, book: int) -> None:
    new = "/setup/rulebook/limits/new"
    line = {"stage": "handle", "kind": "A01", "severity": "*", "tier": "grid"}
    typed = _typed(admin, new, **line, amount="9", unit="working_hours")
    assert admin.post(new, typed).status_code == 302
    again = admin.post(new, _typed(admin, new, **line, amount="9", unit="working_hours"))
    assert again.status_code == 422
    query = "?stage=handle&kind=A01&severity=*&tier=grid"
    change = f"/setup/rulebook/limits/line{query}"
    assert admin.post(change, _typed(admin, change, amount="10")).status_code == 302
    mine = [row for row in rulebook(_latest()).limits if row.kind == "A01"]
    assert [(row.amount, str(row.unit)) for row in mine] == [(10, "working_hours")]
    remove = f"/setup/rulebook/limits/remove{query}"
    assert admin.post(remove, _typed(admin, remove)).status_code == 302
    assert rulebook(_latest()).limits == rulebook(book).limits
    assert admin.get(remove).status_code == 404


def test_the_last_line_of_a_stage_cannot_be_removed(admin: Client, book: int) -> None:
    address = "/setup/rulebook/limits/remove?stage=verify&kind=*&severity=*&tier=*"
    assert admin.post(address, _typed(admin, address)).status_code == 422
    assert _latest() == book


@pytest.mark.parametrize("amount", ["0", "-1", "251", "99999999999", "x", ""])
def test_an_impossible_limit_is_refused(admin: Client, book: int, amount: str) -> None:
    address = f"/setup/rulebook/limits/line{LINE}"
    answer = admin.post(address, _typed(admin, address, amount=amount))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["amount"])
    assert _latest() == book


def test_the_trial_names_the_limit_its_line_and_when_it_would_be_due(
    admin: Client, book: int
) -> None:
    page = admin.get("/setup/rulebook/limits?kind=D05&severity=&tier=grid")
    answers = {one.stage: one for one in page.context["answers"]}
    assert len(answers) == 7
    handle = answers["办理"]
    assert (handle.limit, handle.line) == ("4 小时（自然时）", "重大 · 网格")
    assert handle.due_at is not None
    assert handle.warn_at is not None
    assert handle.warn_at < handle.due_at
    assert admin.get("/setup/rulebook/limits?kind=none&tier=x").context["answers"] == []


def test_thresholds_are_changed_within_their_ranges(admin: Client, book: int) -> None:
    address = "/setup/rulebook/thresholds/edit"
    typed = _typed(admin, address, reopen_days="30", **{"near_due-percent": "25"})
    assert admin.post(address, typed).status_code == 302
    thresholds = rulebook(_latest()).thresholds
    assert (thresholds.reopen_days, thresholds.near_due.percent) == (30, 25)
    for name, value in (("near_due-percent", "101"), ("contact_tries", "0"), ("silent_days", "")):
        answer = admin.post(address, _typed(admin, address, **{name: value}))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [name])


def test_an_edit_that_changes_nothing_publishes_nothing(admin: Client, book: int) -> None:
    address = "/setup/rulebook/kinds/A01"
    assert admin.post(address, _typed(admin, address)).status_code == 422
    assert _latest() == book


@pytest.mark.row("R-086")
def test_whoever_was_overtaken_sees_what_changed_and_may_send_again(
    admin: Client, book: int
) -> None:
    mine, theirs = "/setup/rulebook/kinds/A01", "/setup/rulebook/kinds/B01"
    typed = _typed(admin, mine, name_zh="路灯故障")
    admin.post(theirs, _typed(admin, theirs, name_zh="路面破损"))
    between = _latest()
    answer = admin.post(mine, typed)
    assert answer.status_code == 409
    assert _latest() == between
    page = answer.content.decode()
    assert "路面破损" in page
    assert "路灯故障" in page
    again = {**typed, "based_on": answer.context["form"]["based_on"].value()}
    assert admin.post(mine, again).status_code == 302
    latest = rulebook(_latest())
    assert (latest.kind("A01").name_zh, latest.kind("B01").name_zh) == ("路灯故障", "路面破损")


def test_an_edition_nobody_published_is_a_conflict_or_nothing(admin: Client, book: int) -> None:
    address = "/setup/rulebook/kinds/A01"
    typed = _typed(admin, address, name_zh="路灯故障", based_on=str(book + 1000))
    assert admin.post(address, typed).status_code == 409
    for wrong in ("?edition=999999", "?edition=x", "?edition=-1"):
        assert admin.get(f"/setup/rulebook{wrong}").status_code == 404
    assert admin.get("/setup/rulebook/editions/999999").status_code == 404
    assert admin.get("/setup/rulebook/editions/999999.json").status_code == 404


def test_a_county_without_rulebook_begins_with_the_defaults(admin: Client) -> None:
    for address in READ:
        assert (address, admin.get(address).status_code) == (address, 200)
    start = "/setup/rulebook/start"
    assert admin.post(start, _typed(admin, start)).status_code == 302
    assert len(rulebook(_latest()).kinds) == 56
    assert admin.get(start).status_code == 404
