"""Codes of a device against the published examples; codes on paper; waits after wrong ones."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from gege.staff.factor.rules.codes import (
    address_of,
    code_at,
    digest_of,
    is_paper_code,
    matching_step,
    paper_code,
    spelled,
    typed,
)
from gege.staff.factor.rules.waits import wait_after

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("at", "code"),
    # RFC 6238, appendix B, the last six of eight digits.
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_a_device_shows_the_codes_of_the_standard(at: int, code: str) -> None:
    assert code_at(SECRET, at) == code
    assert matching_step(SECRET, code, at) == at // 30


def test_a_clock_may_be_wrong_by_one_step_either_way() -> None:
    at = 1111111111
    steps = [matching_step(SECRET, code_at(SECRET, at + 30 * off), at) for off in range(-2, 3)]
    present = at // 30
    assert steps == [None, present - 1, present, present + 1, None]


@pytest.mark.parametrize("code", ["", "28708", "2870820", "28708a", "２８７０８２", "-28708"])
def test_what_is_no_code_matches_nothing(code: str) -> None:
    assert matching_step(SECRET, code, 59) is None


@pytest.mark.parametrize("said", ["287082", " 287 082 ", "２８７０８２", "287-082"])
def test_a_code_may_be_typed_with_spaces_and_full_width(said: str) -> None:
    assert typed(said) == "287082"


def test_the_address_for_the_picture_names_account_and_secret() -> None:
    parts = urlsplit(address_of(SECRET, "grid-worker"))
    assert (parts.scheme, parts.netloc, parts.path) == ("otpauth", "totp", "/Gege:grid-worker")
    asked = parse_qs(parts.query)
    assert asked["secret"] == [spelled(SECRET).replace(" ", "")]
    assert (asked["issuer"], asked["digits"], asked["period"]) == (["Gege"], ["6"], ["30"])


def test_a_code_on_paper_is_read_back_as_people_copy_it() -> None:
    code = paper_code(bytes(range(10)))
    assert code == "AAAQ-EAYE-AUDA-OCAJ"
    assert is_paper_code(typed(code))
    assert digest_of(code.lower().replace("-", " ")) == digest_of(code)
    assert not is_paper_code(typed("AAAQ-EAYE-AUDA-OCA1"))
    assert not is_paper_code("287082")


@pytest.mark.parametrize(
    ("failures", "wait"),
    [
        (0, None),
        (1, None),
        (4, None),
        (5, timedelta(minutes=15)),
        (6, None),
        (10, timedelta(minutes=30)),
        (15, timedelta(hours=1)),
        (40, timedelta(days=1)),
        (5000, timedelta(days=1)),
    ],
)
def test_every_fifth_wrong_code_shuts_the_door_for_longer(
    failures: int, wait: timedelta | None
) -> None:
    assert wait_after(failures) == wait
