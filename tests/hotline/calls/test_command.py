"""`gege call`: through the signed door of a served platform, as a telephone system would."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from gege.hotline.calls.commands import call
from gege.hotline.calls.systems import open_system
from gege.hotline.models import Call
from gege.staff.api import SYSTEM
from tests.cast import Cast

pytestmark = pytest.mark.row("R-072")


def run(*arguments: str) -> Any:
    return CliRunner().invoke(call, ["pbx", "--rings", "0", *arguments])


def test_a_call_rings_is_answered_and_ends(committed_cast: Cast, live_server: Any) -> None:
    there = ("--address", live_server.url)
    assert "may tell of calls" in run(*there).output
    open_system("pbx", "交换机", by=SYSTEM, now=timezone.now())
    unknown = CliRunner().invoke(call, ["exchange", *there])
    assert "'exchange' may tell of calls. There is: pbx." in unknown.output
    given_up = run(*there)
    assert (given_up.exit_code, "gave up" in given_up.output) == (0, True)
    talked = run(*there, "--extension", "8001", "--talks", "0.01", "--number", "")
    assert (talked.exit_code, talked.output.splitlines()[1:]) == (
        0,
        ["Answered at 8001.", "Ended."],
    )
    assert list(Call.objects.order_by("id").values_list("state", "extension", "withheld")) == [
        ("missed", "", False),
        ("ended", "8001", True),
    ]
    assert "begins with http" in run("--address", "file:///etc").output
    assert "Nothing serves" in run("--address", "http://127.0.0.1:9").output
