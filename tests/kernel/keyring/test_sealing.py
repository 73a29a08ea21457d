"""Sealed texts open in their own place only; marks find equals and tell nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.keyring import (
    MARK_LENGTH,
    KeysError,
    Ring,
    Unreadable,
    Use,
    ciphers,
    first_ring,
    is_sealed,
    opened,
    retired,
    rotated,
    sealed,
    sealed_with,
    searched_marks,
    with_new,
    written_marks,
)

DAY = date(2026, 11, 25)
NUMBER = "99000019500307001X"
PLACE = {"register": "population", "uid": "3f0c", "field": "id_number"}


def ring(family: str = "sm4") -> Ring:
    return first_ring(family, on=DAY, secrets=[b"s" * 32, b"m" * 32], tails=["abc", "xyz"])


def with_second(use: Use, family: str = "sm4") -> Ring:
    return with_new(ring(), use, family, on=DAY, secret=b"t" * 32, tail="def")


@pytest.mark.parametrize("family", ["sm4", "aes"])
def test_what_is_sealed_opens_in_its_place(family: str) -> None:
    keys = ring(family)
    text = sealed(keys, NUMBER, **PLACE)
    assert text.startswith(f"1.{family}.k1abc.")
    assert NUMBER not in text
    assert (is_sealed(text), sealed_with(text)) == (True, "k1abc")
    assert opened(keys, text, **PLACE) == NUMBER


@given(st.text(max_size=300))
def test_any_text_comes_back_as_it_was(plain: str) -> None:
    keys = ring()
    surrogates = any("\ud800" <= sign <= "\udfff" for sign in plain)
    if not surrogates:
        assert opened(keys, sealed(keys, plain, **PLACE), **PLACE) == plain


def test_the_same_text_is_never_sealed_alike_twice() -> None:
    keys = ring()
    assert sealed(keys, NUMBER, **PLACE) != sealed(keys, NUMBER, **PLACE)


@pytest.mark.parametrize("moved", ["register", "uid", "field"])
def test_a_text_moved_to_another_place_does_not_open(moved: str) -> None:
    keys = ring()
    text = sealed(keys, NUMBER, **PLACE)
    with pytest.raises(Unreadable, match="another place"):
        opened(keys, text, **{**PLACE, moved: "another"})


def test_a_place_cannot_be_written_so_that_it_reads_like_another() -> None:
    keys = ring()
    text = sealed(keys, NUMBER, register="a", uid='b", "c', field="d")
    with pytest.raises(Unreadable):
        opened(keys, text, register="a", uid="b", field='c", "d')


@pytest.mark.parametrize("at", range(0, 60, 7))
def test_a_changed_text_does_not_open(at: int) -> None:
    keys = ring()
    text = sealed(keys, NUMBER, **PLACE)
    other = "A" if text[at] != "A" else "B"
    with pytest.raises(Unreadable):
        opened(keys, text[:at] + other + text[at + 1 :], **PLACE)


@pytest.mark.parametrize(
    "text", ["", NUMBER, "1.sm4.k1abc.", "1.sm4.k1abc.short", "2.sm4.k1abc." + "A" * 40, "1.x.y.z"]
)
def test_what_is_no_sealed_text_is_refused(text: str) -> None:
    assert not is_sealed(text)
    with pytest.raises(Unreadable, match="no sealed text"):
        opened(ring(), text, **PLACE)
    with pytest.raises(Unreadable):
        sealed_with(text)


def test_without_a_place_nothing_is_sealed() -> None:
    with pytest.raises(ValueError, match="a register, a record and a field"):
        sealed(ring(), NUMBER, register="population", uid="", field="id_number")


def test_another_ring_is_told_from_a_changed_text() -> None:
    text = sealed(ring(), NUMBER, **PLACE)
    others = first_ring("sm4", on=DAY, secrets=[b"x" * 32, b"y" * 32], tails=["qqq", "rrr"])
    with pytest.raises(Unreadable, match="k1abc is not among the keys"):
        opened(others, text, **PLACE)


def test_an_old_key_opens_until_it_is_retired() -> None:
    text = sealed(ring(), NUMBER, **PLACE)
    later = rotated(with_second(Use.SEAL), Use.SEAL)
    assert opened(later, text, **PLACE) == NUMBER
    assert sealed_with(sealed(later, NUMBER, **PLACE)) == "k2def"
    with pytest.raises(Unreadable, match="k1abc is retired"):
        opened(retired(later, "k1abc"), text, **PLACE)


def test_a_waiting_key_opens_what_another_machine_sealed_first() -> None:
    waits = with_second(Use.SEAL)
    text = sealed(rotated(waits, Use.SEAL), NUMBER, **PLACE)
    assert opened(waits, text, **PLACE) == NUMBER


def test_the_algorithm_may_change_with_the_key() -> None:
    old = sealed(ring(), NUMBER, **PLACE)
    later = rotated(with_second(Use.SEAL, "aes"), Use.SEAL)
    new = sealed(later, NUMBER, **PLACE)
    assert (new.split(".")[1], opened(later, new, **PLACE)) == ("aes", NUMBER)
    assert opened(later, old, **PLACE) == NUMBER


def test_equal_values_have_equal_marks_and_others_have_not() -> None:
    keys = ring()
    (mark,) = written_marks(keys, NUMBER, space="identity_number")
    assert written_marks(keys, " 99000019500307001x ", space="identity_number") == [mark]
    assert written_marks(keys, "９9000019500307001X", space="identity_number") == [mark]
    assert written_marks(keys, "990000195003070011", space="identity_number") != [mark]
    assert written_marks(keys, NUMBER, space="phone") != [mark]
    assert mark.startswith("b1xyz.")
    assert NUMBER not in mark
    assert len(mark) <= MARK_LENGTH


def test_a_mark_needs_the_key() -> None:
    others = first_ring("sm4", on=DAY, secrets=[b"s" * 32, b"n" * 32], tails=["abc", "xyz"])
    assert written_marks(others, NUMBER, space="x") != written_marks(ring(), NUMBER, space="x")


def test_while_a_key_changes_two_marks_are_kept_and_all_are_searched() -> None:
    waits = with_second(Use.MARK)
    (first,) = written_marks(ring(), NUMBER, space="x")
    kept = written_marks(waits, NUMBER, space="x")
    assert [mark.split(".")[0] for mark in kept] == ["b1xyz", "b2def"]
    assert kept[0] == first
    later = rotated(waits, Use.MARK)
    assert written_marks(later, NUMBER, space="x") == [kept[1]]
    assert searched_marks(later, NUMBER, space="x") == [kept[1], kept[0]]
    assert searched_marks(retired(later, "b1xyz"), NUMBER, space="x") == [kept[1]]


@pytest.mark.parametrize("empty", ["", "  ", "　\t"])
def test_an_empty_value_has_no_mark(empty: str) -> None:
    with pytest.raises(ValueError, match="an empty value has no mark"):
        written_marks(ring(), empty, space="identity_number")
    with pytest.raises(ValueError, match="an empty value has no mark"):
        searched_marks(ring(), empty, space="identity_number")


def test_a_machine_without_a_cipher_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = ring()
    text = sealed(keys, NUMBER, **PLACE)
    monkeypatch.setattr(ciphers, "offered", lambda name: name not in ("sm4", "sm3"))
    with pytest.raises(KeysError, match=r"no SM4.*GEGE_CIPHER=aes"):
        sealed(keys, NUMBER, **PLACE)
    with pytest.raises(Unreadable, match="no SM4"):
        opened(keys, text, **PLACE)
    with pytest.raises(KeysError, match="no SM3"):
        written_marks(keys, NUMBER, space="x")


def test_the_ciphers_agree_with_the_published_examples() -> None:
    # RFC 8998, A.1 (SM4-GCM) and GB/T 32905-2016, A.1 (SM3).
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    bound = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plain = b"".join(bytes([sign]) * 8 for sign in b"\xaa\xbb\xcc\xdd\xee\xff\xee\xaa")
    body = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
    )
    tag = bytes.fromhex("83DE3541E4C2B58177E065A9BF7B62EC")
    assert ciphers.opened("sm4", key, nonce + body + tag, bound) == plain
    from cryptography.hazmat.primitives import hashes  # inline: only this example asks for it

    digest = hashes.Hash(hashes.SM3())
    digest.update(b"abc")
    assert digest.finalize().hex() == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )
