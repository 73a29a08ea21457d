"""The link to a centre: hostile and broken centres, a refused bind, TLS, and one link at a time."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connection, transaction
from django.utils import timezone

from gege.config.findings import State, texts
from gege.hotline.models import InboundText
from gege.hotline.texts.parts import take_part
from gege.notices import api as notices
from gege.notices.api import Delivery, Draft, SmppSession, link_state, smpp_access
from gege.notices.smpp import link as links
from gege.notices.smpp.sending import give_up_waiting
from gege.notices.smpp.session import LOCK
from tests.hotline.centre import Centre
from tests.hotline.conftest import RESIDENT
from tests.hotline.test_through_smpp import county, turn
from tests.matters.play import Play

__all__ = ["county"]
pytestmark = pytest.mark.django_db(transaction=True)

BIND, DELIVER, ENQUIRE, SUBMIT = 9, 5, 0x15, 4
RESPONSE = 0x80000000


def frame(command: int, body: bytes = b"", *, status: int = 0, sequence: int = 1) -> bytes:
    return struct.pack(">LLLL", 16 + len(body), command, status, sequence) + body


class Hostile:
    """A centre that speaks in bytes: after the bind it says `words`, and keeps what it hears."""

    def __init__(self, words: bytes = b"", bind: int = 0) -> None:
        self.words, self.bind = words, bind
        self.heard: list[tuple[int, int, int]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _run(self) -> None:
        while True:
            try:
                peer, _address = self._listener.accept()
            except OSError:
                return
            Thread(target=self._talk, args=(peer,), daemon=True).start()

    def _talk(self, peer: socket.socket) -> None:
        held = b""
        while data := self._got(peer):
            held += data
            while len(held) >= 16 and len(held) >= (length := struct.unpack(">L", held[:4])[0]):
                _length, command, status, sequence = struct.unpack(">LLLL", held[:16])
                held = held[length:]
                if command == BIND:
                    body = b"centre\0"
                    peer.sendall(frame(BIND | RESPONSE, body, status=self.bind, sequence=sequence))
                    peer.sendall(self.words)
                else:
                    self.heard.append((command, status, sequence))

    def _got(self, peer: socket.socket) -> bytes:
        try:
            return peer.recv(65_536)
        except OSError:
            return b""


@pytest.fixture
def hostile(settings: Any) -> Iterator[Callable[..., tuple[Hostile, SmppSession]]]:
    made: list[Any] = []

    def make(words: bytes = b"", bind: int = 0) -> tuple[Hostile, SmppSession]:
        centre = Hostile(words, bind)
        settings.GEGE_SMPP_HOST, settings.GEGE_SMPP_PORT = "127.0.0.1", centre.port
        session = SmppSession(smpp_access(), take_part)
        made.extend((session, centre))
        return centre, session

    yield make
    for one in made:
        one.close()


def deliver(text: str, sender: str = RESIDENT) -> bytes:
    body = text.encode("utf-16-be")
    head = b"\0\1\1" + sender.encode() + b"\0\0\1106500001\0" + b"\0\0\0\0\0\0\0\x08\0"
    return head + bytes((len(body),)) + body


def test_units_that_cannot_be_read_are_refused_and_the_link_goes_on(
    county: Play, hostile: Callable[..., tuple[Hostile, SmppSession]]
) -> None:
    whole = frame(DELIVER, deliver("小区的垃圾没人收"), sequence=7)
    words = b"".join(
        (
            frame(0x7777, b"what is this", sequence=2),
            frame(DELIVER, b"\0\1", sequence=3),
            frame(DELIVER, deliver("坏")[:-1] + b"\x14\x24\x00", sequence=4),
            frame(ENQUIRE, sequence=5),
            frame(SUBMIT | RESPONSE, b"not asked\0", sequence=999),
            whole,
        )
    )
    centre, session = hostile(words)
    turn(session, lambda: len(centre.heard) >= 5)
    assert (0x80000000, 3, 2) in centre.heard  # generic_nack: unknown command
    assert (DELIVER | RESPONSE, 0, 3) in centre.heard  # of nobody: given again it would be no other
    assert (DELIVER | RESPONSE, links.NEVER, 4) in centre.heard
    assert (ENQUIRE | RESPONSE, 0, 5) in centre.heard
    assert (DELIVER | RESPONSE, 0, 7) in centre.heard
    assert session.bound
    assert InboundText.objects.filter(outcome="opened").count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (struct.pack(">LLLL", 4, 5, 0, 1), "a frame of 4 bytes"),
        (struct.pack(">LLLL", 0xFFFFFFFF, 5, 0, 1), "a frame of 4294967295 bytes"),
        (frame(6, sequence=3), "the centre took leave"),
    ],
)
def test_an_impossible_frame_or_a_farewell_ends_the_link(
    cast: Any, hostile: Callable[..., tuple[Hostile, SmppSession]], words: bytes, said: str
) -> None:
    _centre, session = hostile(words)
    turn(session, lambda: (known := link_state()) is not None and not known.up)
    link = link_state()
    assert link is not None
    assert link.said == said
    assert not session.bound


def test_a_refused_bind_is_told_and_tried_again_with_pauses(
    cast: Any, hostile: Callable[..., tuple[Hostile, SmppSession]]
) -> None:
    _centre, session = hostile(bind=0x0E)
    turn(session, lambda: link_state() is not None)
    link = link_state()
    assert link is not None
    assert "0x0e" in link.said
    session.step(0)  # in its pause
    found = texts(timezone.now())
    assert (found.state, "0x0e" in found.says) == (State.WRONG, True)


def test_a_silent_centre_is_asked_for_a_sign_and_left(
    cast: Any,
    hostile: Callable[..., tuple[Hostile, SmppSession]],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.GEGE_SMPP_ENQUIRE = 0.2
    monkeypatch.setattr(links, "ANSWER_SECONDS", 0.3)
    centre, session = hostile()
    turn(session, lambda: (known := link_state()) is not None and not known.up)
    assert ENQUIRE in {command for command, _status, _sequence in centre.heard}
    link = link_state()
    assert link is not None
    assert link.said == "the centre gives no sign"


def test_who_does_not_hold_the_lock_does_not_bind(cast: Any, settings: Any) -> None:
    centre = Centre()
    settings.GEGE_SMPP_HOST, settings.GEGE_SMPP_PORT = "127.0.0.1", centre.port
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, 0)", [LOCK])
    session = SmppSession(smpp_access(), take_part)
    for _ in range(3):
        session.step(0.01)
    assert (session.bound, centre.bound) == (False, 0)
    other.close()
    turn(session, lambda: session.bound)
    session.close()
    centre.end()


def test_texts_that_waited_too_long_for_the_link_stand_on_the_list(cast: Any) -> None:
    now = timezone.now()
    with transaction.atomic():
        notices.post([Draft("text_help", "text", to_phone=RESIDENT, values={})], now=now)
    assert give_up_waiting(said="refused", now=now + datetime.timedelta(hours=2)) == 0
    assert give_up_waiting(said="refused", now=now + datetime.timedelta(hours=3)) == 1
    one = Delivery.objects.get()
    assert (one.state, one.error) == ("dead", "refused")


def test_tls_is_spoken_to_a_centre_whose_certificate_is_known(
    cast: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    centre = Centre(tls=context)
    settings.GEGE_SMPP_HOST, settings.GEGE_SMPP_PORT = "127.0.0.1", centre.port
    settings.GEGE_SMPP_TLS = True
    session = SmppSession(smpp_access(), take_part)
    turn(session, lambda: link_state() is not None)
    link = link_state()
    assert link is not None
    assert "certificate" in link.said.lower()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "centre.pem"))
    session = SmppSession(smpp_access(), take_part)
    turn(session, lambda: session.bound)
    with transaction.atomic():
        notices.post([Draft("text_help", "text", to_phone=RESIDENT, values={})], now=timezone.now())
    turn(session, lambda: Delivery.objects.get().state == "delivered")
    session.close()
    centre.end()


def certificate(folder: Path) -> Path:
    """Make a key and a certificate of its own for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "centre.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
