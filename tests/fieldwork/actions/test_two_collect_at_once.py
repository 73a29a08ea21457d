"""Phones that send at the same moment, each on its own connection: nothing twice or lost."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Entry, EntryFile
from tests.cast import TOWN, Cast, committed_cast, ledger_that_can_be_emptied
from tests.fieldwork.collecting import Collecting, new_uid, picture
from tests.fieldwork.sheets import answer
from tests.matters.test_two_at_once import at_once, errors, ledger_is_whole

__all__ = ["committed_cast", "ledger_that_can_be_emptied"]


@pytest.fixture
def at_work(committed_cast: Cast, settings: Any, tmp_path: Path) -> Collecting:
    settings.MEDIA_ROOT = tmp_path
    return Collecting(committed_cast).build()


@pytest.mark.row("R-039")
def test_one_entry_sent_on_three_connections_is_one(at_work: Collecting) -> None:
    campaign, uid = at_work.open(), new_uid()
    xml = answer(uid, body="<house><front>front.jpg</front></house>")
    send = partial(at_work.take, campaign, uid=uid, xml=xml, files={"front.jpg": picture()})
    results = at_once(send, send, send)
    assert errors(results) == []
    assert len({one.pk for one in results}) == 1
    assert (Entry.objects.count(), EntryFile.objects.count()) == (1, 1)
    assert at_work.deeds(f"entry:{uid}") == ["take_entry"]
    assert ledger_is_whole()


def test_of_two_answers_of_one_door_exactly_one_is_the_newest(at_work: Collecting) -> None:
    campaign = at_work.open()
    sends = [partial(at_work.take, campaign, outcome=one) for one in ("refused", "absent")]
    for _ in range(3):
        assert errors(at_once(*sends)) == []
        at_work.wait(minutes=1)
    assert Entry.objects.count() == 6
    assert Entry.objects.filter(latest=True).count() == 1


def test_of_two_campaigns_with_one_form_opened_at_once_one_runs(at_work: Collecting) -> None:
    at_work.form()
    by = at_work.cast.county_supervisor
    drafts = [at_work.draft(), at_work.draft(area_codes=[TOWN])]
    opens = [partial(fieldwork.open_campaign, one.uid, by=by, now=at_work.now) for one in drafts]
    assert errors(at_once(*opens)) == [fieldwork.Refused]
    assert fieldwork.Campaign.objects.filter(state="open").count() == 1
