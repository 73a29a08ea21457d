"""Sessions are Django's own; only the statement that reads one is written out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.staff.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(**values: object) -> str:
    store = SessionStore()
    store.update(values)
    store.save()
    assert store.session_key is not None
    return store.session_key


def test_a_session_is_read_in_one_statement_as_it_was_saved() -> None:
    assert settings.SESSION_ENGINE == "gege.staff.sessions"
    key = kept(post=7, words="值班")
    with CaptureQueriesContext(connection) as caught:
        assert dict(SessionStore(key).items()) == {"post": 7, "words": "值班"}
    assert len(caught) == 1


def test_a_session_that_ran_out_is_not_read() -> None:
    key = kept(post=7)
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert dict(SessionStore(key).items()) == {}


@pytest.mark.parametrize("key", ["", "x" * 32, "'; DROP TABLE django_session; --", None])
def test_an_unknown_key_is_an_empty_session_under_a_key_of_its_own(key: str | None) -> None:
    store = SessionStore(key)
    assert dict(store.items()) == {}
    store["post"] = 7
    store.save()
    assert store.session_key not in (None, key)


def test_data_that_was_not_signed_here_is_an_empty_session() -> None:
    key = kept(post=7)
    Session.objects.filter(pk=key).update(session_data="forged")
    assert dict(SessionStore(key).items()) == {}
