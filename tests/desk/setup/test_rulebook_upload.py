"""A rulebook in a file: previewed, published, or refused with every mistake named."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gege.matters.api import RulebookEdition, default_rulebook, rulebook, to_json
from gege.staff.api import Role
from tests.cast import Cast, add_person

UPLOAD = "/setup/rulebook/upload"


def _document(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(json.loads(json.dumps(to_json(default_rulebook())))), **changes}


def _send(client: Client, content: Any, name: str = "rulebook.json") -> Any:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})


def _latest() -> int:
    return max(RulebookEdition.objects.values_list("number", flat=True))


def test_what_is_downloaded_can_be_uploaded_and_changes_nothing(admin: Client, book: int) -> None:
    data = admin.get(f"/setup/rulebook/editions/{book}.json").content
    address = _send(admin, data).headers["Location"]
    page = admin.get(address)
    assert (page.status_code, page.context["changes"], page.context["same"]) == (200, [], True)
    answer = admin.post(address, {"note": "同一本", "based_on": book})
    assert answer.status_code == 422
    assert _latest() == book


@pytest.mark.row("R-086")
def test_a_changed_rulebook_is_previewed_and_then_published(admin: Client, book: int) -> None:
    document = _document()
    document["kinds"][0]["name_zh"] = "路灯故障"
    document["limits"].append(
        {"stage": "handle", "amount": 2, "unit": "working_days", "kind": "A01"}
    )
    document["thresholds"]["reopen_days"] = 20
    address = _send(admin, document).headers["Location"]
    page = admin.get(address)
    words = [(one.before, one.after) for one in page.context["changes"]]
    assert words == [("路灯不亮", "路灯故障"), ("", "2 个工作日"), ("15 天", "20 天")]
    assert _latest() == book
    assert admin.post(address, {"note": "", "based_on": book}).status_code == 422
    assert admin.post(address, {"note": "修订", "based_on": book}).status_code == 302
    latest = rulebook(_latest())
    assert (latest.kind("A01").name_zh, latest.thresholds.reopen_days) == ("路灯故障", 20)
    assert admin.get(address).status_code == 404


def test_the_preview_tells_when_somebody_published_meanwhile(admin: Client, book: int) -> None:
    document = _document()
    document["kinds"][0]["name_zh"] = "路灯故障"
    first = _send(admin, document).headers["Location"]
    admin.post(first, {"note": "修订", "based_on": book})
    document["kinds"][1]["name_zh"] = "井盖"
    second = _send(admin, document).headers["Location"]
    answer = admin.post(second, {"note": "修订", "based_on": book})
    assert (answer.status_code, len(answer.context["form"].overtaken.changes)) == (409, 1)


def test_only_the_session_that_uploaded_may_preview_and_publish(
    cast: Cast, admin: Client, book: int, settings: Any
) -> None:
    document = _document()
    document["kinds"][0]["name_zh"] = "路灯故障"
    address = _send(admin, document).headers["Location"]
    other = add_person("second-admin", "蒋管理", Role.ADMINISTRATOR, cast.unit_id("511622"))
    assert cast.client(other).get(address).status_code == 404
    stolen = cast.client("administrator").post(address, {"note": "修订", "based_on": book})
    assert stolen.status_code == 404
    for token in ("..", "%2e%2e", "0" * 40, "x"):
        assert admin.get(f"{UPLOAD}/{token}").status_code == 404
    folders = list((Path(settings.MEDIA_ROOT) / "staged").iterdir())
    assert len(folders) == 1
    _send(admin, document)
    assert len(list((Path(settings.MEDIA_ROOT) / "staged").iterdir())) == 1
    assert admin.get(address).status_code == 404


KIND = _document()["kinds"][0]
LIMIT = _document()["limits"][0]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        "中文".encode("gb18030"),
        b"not json",
        json.dumps(_document()).encode()[:900],
        b"[" * 100_000,
        b"1" * 10_000,
        b"null",
        [],
        {},
        {"kinds": {}, "limits": []},
        {"kinds": [], "limits": []},
        {"kinds": [[]], "limits": ["x"]},
        _document(kinds=[KIND, KIND]),
        _document(kinds=[{**KIND, "code": "../x"}]),
        _document(kinds=[{**KIND, "code": 7}]),
        _document(kinds=[{**KIND, "name_zh": "  "}]),
        _document(kinds=[{**KIND, "name_zh": "x" * 41}]),
        _document(kinds=[{**KIND, "name_zh": "a\x00b"}]),
        _document(kinds=[{**KIND, "nature": "purple"}]),
        _document(kinds=[{**KIND, "nature": []}]),
        _document(kinds=[{**KIND, "routine": "yes"}]),
        _document(kinds=[{**KIND, "leads": "minzheng"}]),
        _document(kinds=[{**KIND, "leads": [1]}]),
        _document(kinds=[{**KIND, "colour": "red"}]),
        _document(kinds=[{**KIND, "retired": True}]),
        _document(limits=[]),
        _document(limits=[LIMIT]),
        _document(limits=[*_document()["limits"], {**LIMIT, "kind": "Z1"}]),
        _document(limits=[*_document()["limits"], LIMIT]),
        _document(limits=[*_document()["limits"], {**LIMIT, "tier": "moon"}]),
        _document(limits=[*_document()["limits"], {**LIMIT, "tier": "grid", "amount": True}]),
        _document(limits=[*_document()["limits"], {**LIMIT, "tier": "grid", "amount": 10**30}]),
        _document(limits=[*_document()["limits"], {**LIMIT, "tier": "grid", "amount": 1.5}]),
        _document(thresholds=[]),
        _document(thresholds={"near_due": 3}),
        _document(thresholds={"contact_tries": "2"}),
        _document(thresholds={"contact_tries": 0}),
        _document(thresholds={"unheard_of": 1}),
        _document(thresholds={"near_due": {"percent": 101}}),
    ],
)
def test_what_is_no_rulebook_is_refused_and_nothing_is_kept(
    admin: Client, book: int, content: Any, settings: Any
) -> None:
    answer = _send(admin, content)
    assert answer.status_code == 422
    said = answer.context.get("problems") or answer.context["form"].errors["file"]
    assert len(said) > 0
    assert _latest() == book
    assert not (Path(settings.MEDIA_ROOT) / "staged").exists()


def test_every_mistake_is_named_by_its_entry(admin: Client, book: int) -> None:
    document = _document()
    document["kinds"][2]["nature"] = "purple"
    document["limits"][4]["amount"] = -1
    problems = _send(admin, document).context["problems"]
    assert len(problems) == 2
    assert problems[0].startswith("第 3 个类别 (A03)")
    assert problems[1].startswith("第 5 条时限")


def test_a_file_of_fifty_megabytes_is_refused(admin: Client, book: int, settings: Any) -> None:
    answer = _send(admin, b" " * 50_000_000)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert not (Path(settings.MEDIA_ROOT) / "staged").exists()
    assert admin.post(UPLOAD, {}).status_code == 422


def test_departments_the_county_does_not_have_are_named(admin: Client, book: int) -> None:
    document = _document()
    document["kinds"][0]["leads"] = ["nowhere", "minzheng"]
    page = admin.get(_send(admin, document).headers["Location"])
    assert "nowhere" in page.context["strangers"]
    assert "minzheng" not in page.context["strangers"]
