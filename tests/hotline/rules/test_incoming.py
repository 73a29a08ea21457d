"""What a gateway hands over is read strictly."""

from __future__ import annotations

import pytest

from gege.hotline.rules.incoming import (
    STAFF_PER_HOUR,
    STRANGER_PER_HOUR,
    STRANGERS_PER_HOUR,
    Incoming,
    Malformed,
    may_take,
    read_incoming,
)

KEY, FROM = b"3a2133ed-6cf1-41f8", b"10000000109"


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        ("路灯不亮３".encode(), b"UTF-8"),
        ("路灯不亮３".encode("utf-16-be"), b"UTF-16BE"),
        ("路灯不亮３".encode("utf-16-be"), b"UCS-2"),
        ("路灯不亮３".encode("gbk"), b"GBK"),
        ("路灯不亮３".encode("gbk"), b"8-BIT"),
        ("路灯不亮３".encode("gb18030"), b"gb2312"),
        ("路灯不亮３".encode("gbk"), b""),
    ],
)
def test_every_character_set_of_a_handset_is_read(raw: bytes, charset: bytes) -> None:
    assert read_incoming(KEY, FROM, raw, charset) == Incoming(
        KEY.decode(), "10000000109", "路灯不亮３"
    )


@pytest.mark.parametrize("sender", ["+8610000000109", "008610000000109", "１０００００００109"])
def test_a_number_has_one_spelling(sender: str) -> None:
    assert read_incoming(KEY, sender.encode(), b"x", b"").sender == "10000000109"


@pytest.mark.parametrize(
    ("key", "sender", "text", "charset", "word"),
    [
        (b"", FROM, b"x", b"", "key"),
        (b"k" * 65, FROM, b"x", b"", "key"),
        (b"a/../b", FROM, b"x", b"", "key"),
        (b"\xff", FROM, b"x", b"", "not_text"),
        (KEY, b"", b"x", b"", "sender"),
        (KEY, b"BANK", b"x", b"", "sender"),
        (KEY, b"1" * 40, b"x", b"", "sender"),
        (KEY, FROM, b"x" * 8001, b"", "too_long"),
        (KEY, FROM, b"x", b"EBCDIC", "charset"),
        (KEY, FROM, b"\xff\xff\xff", b"UTF-8", "charset"),
        (KEY, FROM, b"\xd8\x00", b"UTF-16BE", "charset"),
    ],
)
def test_what_no_gateway_sends_is_refused_with_a_word(
    key: bytes, sender: bytes, text: bytes, charset: bytes, word: str
) -> None:
    with pytest.raises(Malformed, match=f"^{word}$"):
        read_incoming(key, sender, text, charset)


def test_floods_are_limited_for_each_number_and_for_all_strangers() -> None:
    assert may_take(staff=True, of_sender=STAFF_PER_HOUR - 1, of_strangers=0)
    assert not may_take(staff=True, of_sender=STAFF_PER_HOUR, of_strangers=0)
    assert may_take(staff=False, of_sender=STRANGER_PER_HOUR - 1, of_strangers=0)
    assert not may_take(staff=False, of_sender=STRANGER_PER_HOUR, of_strangers=0)
    assert not may_take(staff=False, of_sender=0, of_strangers=STRANGERS_PER_HOUR)
