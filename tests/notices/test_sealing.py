"""What is kept for a delivery opens with its purpose only, under either family of ciphers."""

from __future__ import annotations

import pytest
from django.conf import settings

from gege.notices.sealing import Unreadable, mark, seal, unseal

CONTENT = {"to": "10000000001", "text": "您反映的路灯已修好"}


@pytest.mark.parametrize("family", ["sm4", "aes"])
def test_a_content_opens_with_its_purpose(family: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "GEGE_CIPHER", family)
    text = seal(CONTENT, "delivery")
    assert text.startswith(f"{family}:")
    assert unseal(text, "delivery") == CONTENT
    with pytest.raises(Unreadable):
        unseal(text, "another")


def test_what_was_sealed_before_the_ciphers_changed_still_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "GEGE_CIPHER", "sm4")
    text = seal(CONTENT, "delivery")
    monkeypatch.setattr(settings, "GEGE_CIPHER", "aes")
    assert unseal(text, "delivery") == CONTENT


@pytest.mark.parametrize(
    "text", ["", "sm4:", "sm4:!!", "sm4:AAAA", "rot13:AAAA", "aes:" + "A" * 80]
)
def test_what_was_not_sealed_here_does_not_open(text: str) -> None:
    with pytest.raises(Unreadable):
        unseal(text, "delivery")


def test_a_mark_is_that_of_its_purpose_and_key(monkeypatch: pytest.MonkeyPatch) -> None:
    first = mark("10000000001", "senders")
    assert (len(first), mark("10000000001", "senders")) == (64, first)
    assert mark("10000000001", "others") != first
    monkeypatch.setattr(settings, "SECRET_KEY", "another key of thirty-two signs ...")
    assert mark("10000000001", "senders") != first
