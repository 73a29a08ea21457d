"""Timed work of the handheld's interface: what nobody came for is removed, all of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gege.field import uploads
from gege.field.jobs import clean_uploads
from gege.field.models import Upload
from tests.field.phone import Phone, photo


def test_pictures_that_nobody_came_for_are_removed_until_there_are_none(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "BATCH", 2)
    for colour in ("red", "green", "blue", "white", "black"):
        phone.put(photo(colour))
    Upload.objects.update(touched_at=timezone.now() - timedelta(days=4))
    phone.put(photo("yellow"))
    clean_uploads(timestamp=0)
    left = list((uploads.path_of(phone.terminal.account_id or 0, "x").parent).iterdir())
    assert (Upload.objects.count(), len(left)) == (1, 1)
