"""One connection to a centre, bound as a transceiver (SMPP 3.4).

The units of the protocol are written and read by smpplib; the frames are read here, so that a
piece of one that has come in never makes anybody wait, and an impossible length ends the link.
"""

from __future__ import annotations

import select
import socket
import ssl
import struct
import time
from dataclasses import dataclass
from typing import Any, Final

from smpplib import command, consts, pdu, smpp
from smpplib.client import SimpleSequenceGenerator
from smpplib.exceptions import UnknownCommandError

from gege.notices.rules.short_messages import UDH_INDICATOR, Piece, Place, sound, without_header

LONGEST_FRAME: Final = 70_000
"""A payload holds 64 KB (SMPP 3.4, 5.3.2.32); nothing is longer."""
CONNECT_SECONDS: Final = 10.0
ANSWER_SECONDS: Final = 30.0
"""After so long without an answer the link counts as broken."""
THROTTLED: Final = (consts.SMPP_ESME_RTHROTTLED, consts.SMPP_ESME_RMSGQFUL)
PASSING: Final = (
    consts.SMPP_ESME_RSYSERR,
    consts.SMPP_ESME_RSUBMITFAIL,
    0x64,  # ESME_RX_T_APPN
)
OK, COME_AGAIN, NEVER = 0, 0x64, 0x66
"""What a message of the centre is answered with: ROK, RX_T_APPN, RX_R_APPN."""
_BROKEN: Final = (struct.error, ValueError, KeyError, IndexError, TypeError, AttributeError)
_DELIVER_SM: Final = 0x00000005
_TO_A_BIND: Final = ("bind_transceiver_resp", "generic_nack")


class LinkDown(Exception):  # noqa: N818 - an answer, not a fault
    """The centre cannot be reached, refuses us, or has gone; the words say which."""


@dataclass(frozen=True, slots=True)
class SmppAccess:
    """Where the centre is, and who we are there."""

    host: str
    port: int
    user: str
    password: str
    kind: str = ""
    tls: bool = False
    sender: str = ""
    prefix: str = ""
    payload: bool = False
    enquire: float = 30.0


@dataclass(frozen=True, slots=True)
class Answered:
    """The centre's answer to a part: its own name of it, or a status other than 0."""

    sequence: int
    status: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message from the centre: a receipt, or a text or a part of one."""

    sequence: int
    sender: str
    to: str
    coding: int
    body: bytes
    place: Place | None = None
    receipt: bool = False
    receipt_name: str = ""
    receipt_state: int | None = None


class Link:
    """A bound connection. Every method raises LinkDown when it is no more."""

    def __init__(self, access: SmppAccess) -> None:
        self._access = access
        self._socket: socket.socket | None = None
        self._sequences = SimpleSequenceGenerator()
        self._held = bytearray()
        self._left: list[Any] = []
        self._asked_at: dict[int, float] = {}
        self._heard = self._enquired = 0.0
        self._gone = ""

    # smpplib asks its client for numbers.
    @property
    def sequence(self) -> int:
        return int(self._sequences.sequence)

    def next_sequence(self) -> int:
        return int(self._sequences.next_sequence())

    @property
    def outstanding(self) -> int:
        """How many parts wait for an answer."""
        return len(self._asked_at)

    def open(self) -> None:
        """Connect and bind."""
        access = self._access
        try:
            plain = socket.create_connection((access.host, access.port), CONNECT_SECONDS)
            self._socket = (
                ssl.create_default_context().wrap_socket(plain, server_hostname=access.host)
                if access.tls
                else plain
            )
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            raise LinkDown(_words(error)) from error
        self._heard = time.monotonic()
        bind = self._send(
            "bind_transceiver",
            system_id=access.user,
            password=access.password,
            system_type=access.kind,
        )
        until = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < until:
            units = self._units(0.5)
            for at, unit in enumerate(units):
                if unit.sequence == bind and unit.command in _TO_A_BIND:
                    if unit.is_error():
                        self.drop()
                        raise LinkDown(f"bind refused: {described(unit.status)}")
                    # A centre with texts waiting gives them in the same breath.
                    self._left = units[at + 1 :]
                    return
        self.drop()
        raise LinkDown("the bind was not answered")

    def submit(self, number: str, piece: Piece) -> int:
        """Send one part; its answer carries the number that is returned."""
        access = self._access
        given: dict[str, Any] = {
            "source_addr": access.sender,
            "source_addr_ton": consts.SMPP_TON_UNK,
            "source_addr_npi": consts.SMPP_NPI_ISDN,
            "destination_addr": self._with_prefix(number),
            "dest_addr_ton": consts.SMPP_TON_INTL if access.prefix else consts.SMPP_TON_UNK,
            "dest_addr_npi": consts.SMPP_NPI_ISDN,
            "data_coding": piece.coding,
            "esm_class": UDH_INDICATOR if piece.headed else 0,
            "registered_delivery": 1,
        }
        if len(piece.body) > 254:
            given |= {"short_message": b"", "message_payload": piece.body}
        else:
            given["short_message"] = piece.body
        sequence = self._send("submit_sm", **given)
        self._asked_at[sequence] = time.monotonic()
        return sequence

    def wait(self, seconds: float) -> list[Answered | Arrived]:
        """Return what came in, after `seconds` at most; keep the link alive meanwhile."""
        self._look_alive()
        left, self._left = self._left, []
        units = left or self._units(seconds)
        return [one for unit in units for one in self._taken(unit)]

    def answer(self, arrived: Arrived, status: int) -> None:
        """Answer a message of the centre; it is not given again when the status is OK."""
        self._reply("deliver_sm_resp", arrived.sequence, status)

    def close(self) -> None:
        """Take leave, and go."""
        try:
            if self._socket is not None:
                self._send("unbind")
        except LinkDown:
            pass
        self.drop()

    def drop(self) -> None:
        """Go without taking leave."""
        if self._socket is not None:
            self._socket.close()
        self._socket = None
        self._held.clear()
        self._asked_at.clear()

    def plain_number(self, number: str) -> str:
        """Return a number of the centre without the prefix that it wants."""
        prefix = self._access.prefix
        bare = number.removeprefix("+")
        return bare.removeprefix(prefix) if prefix and len(bare) > 11 else number

    def _with_prefix(self, number: str) -> str:
        return number[1:] if number.startswith("+") else f"{self._access.prefix}{number}"

    def _taken(self, unit: Any) -> list[Answered | Arrived]:
        name = unit.command
        if name in ("submit_sm_resp", "generic_nack"):
            if self._asked_at.pop(unit.sequence, None) is None:
                return []
            status = int(unit.status) or (1 if name == "generic_nack" else 0)
            return [Answered(unit.sequence, status, _text(getattr(unit, "message_id", b"")))]
        if name == "deliver_sm":
            return [_arrived(unit, self.plain_number(_text(unit.source_addr)))]
        if name == "enquire_link":
            self._reply("enquire_link_resp", unit.sequence)
        elif name == "unbind":
            self._reply("unbind_resp", unit.sequence)
            # What came in the same breath is still worth reading.
            self._gone = "the centre took leave"
        elif name not in ("enquire_link_resp", "unbind_resp", "alert_notification"):
            self._reply("generic_nack", unit.sequence, consts.SMPP_ESME_RINVCMDID)
        return []

    def _look_alive(self) -> None:
        now = time.monotonic()
        if self._gone:
            self._fail(self._gone)
        if any(now - asked > ANSWER_SECONDS for asked in self._asked_at.values()):
            self._fail("a message was not answered in time")
        if now - self._heard > self._access.enquire + ANSWER_SECONDS:
            self._fail("the centre gives no sign")
        if now - max(self._heard, self._enquired) > self._access.enquire:
            self._enquired = now
            self._send("enquire_link")

    def _units(self, seconds: float) -> list[Any]:
        """Read what is there, after `seconds` at most."""
        if self._socket is None:
            raise LinkDown(self._gone or "not connected")
        pending = isinstance(self._socket, ssl.SSLSocket) and self._socket.pending()
        try:
            if not pending and not select.select([self._socket], [], [], seconds)[0]:
                return []
            got = self._socket.recv(65_536)
        except ssl.SSLWantReadError:
            return []
        except (OSError, ValueError) as error:
            self._fail(_words(error))
        if not got:
            self._fail("the centre closed the connection")
        self._heard = time.monotonic()
        self._held += got
        units = []
        while len(self._held) >= 16:
            length = int.from_bytes(self._held[:4], "big")
            if not 16 <= length <= LONGEST_FRAME:
                self._fail(f"a frame of {length} bytes")
            if len(self._held) < length:
                break
            raw = bytes(self._held[:length])
            del self._held[:length]
            unit = self._parsed(raw)
            if unit is not None:
                units.append(unit)
        return units

    def _parsed(self, raw: bytes) -> Any:
        """Return a unit; one that cannot be read is refused, and the link goes on."""
        _length, code, _status, sequence = struct.unpack(">LLLL", raw[:16])
        try:
            return smpp.parse_pdu(raw, client=self, allow_unknown_opt_params=True)
        except (UnknownCommandError, *_BROKEN):
            if code == _DELIVER_SM:
                self._reply("deliver_sm_resp", sequence, NEVER)
            elif not code & 0x80000000:
                self._reply("generic_nack", sequence, consts.SMPP_ESME_RINVCMDID)
            return None

    def _send(self, name: str, **given: Any) -> int:
        unit = smpp.make_pdu(name, client=self, **given)
        self._write(unit)
        return int(unit.sequence)

    def _reply(self, name: str, sequence: int, status: int = OK) -> None:
        unit = command.factory(name, client=self, sequence=sequence)
        unit.sequence, unit.status = sequence, status
        self._write(unit)

    def _write(self, unit: pdu.PDU) -> None:
        if self._socket is None:
            raise LinkDown(self._gone or "not connected")
        try:
            self._socket.sendall(unit.generate())
        except OSError as error:
            self._fail(_words(error))

    def _fail(self, words: str) -> None:
        self.drop()
        raise LinkDown(words)


def described(status: int) -> str:
    """Return a status of the protocol in words, with its number."""
    return f"{consts.DESCRIPTIONS.get(status, 'status')} (0x{status:02x})"


def _arrived(unit: Any, sender: str) -> Arrived:
    body = bytes(unit.message_payload or unit.short_message or b"")
    place: Place | None = None
    if unit.sar_total_segments:
        place = sound(
            Place(unit.sar_msg_ref_num or 0, unit.sar_segment_seqnum or 0, unit.sar_total_segments)
        )
    elif (unit.esm_class or 0) & UDH_INDICATOR:
        place, body = without_header(body)
    return Arrived(
        unit.sequence,
        sender,
        _text(unit.destination_addr),
        unit.data_coding or 0,
        body,
        place,
        # 5.2.12: 0x04 a receipt, 0x20 an intermediate notification.
        receipt=bool((unit.esm_class or 0) & 0x24),
        receipt_name=_text(unit.receipted_message_id),
        receipt_state=unit.message_state,
    )


def _text(value: bytes | str | None) -> str:
    plain = value.decode("latin-1") if isinstance(value, bytes) else value or ""
    return plain.rstrip("\0")


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
