"""A message with attachments as it travels over HTTP (RFC 2387, 2046): read strictly, and written.

Parts are cut at the bytes of their boundary, so that pictures stay what they are.
"""

import base64
import binascii
import email
import quopri
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from typing import Final

MOST_PARTS: Final = 60
DEEPEST: Final = 3
LONGEST_HEAD: Final = 8_000
_BOUNDARY_LONGEST: Final = 200


class BrokenPackage(ValueError):  # noqa: N818 - an answer, not a fault
    """It is no package of this kind; the word says what is wrong."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One part: its kind in small letters, what it is called, its bytes decoded."""

    kind: str
    name: str
    key: str
    charset: str
    content: bytes

    @property
    def text(self) -> str:
        """Its words, by its charset; in GB18030 where it does not say the truth."""
        for codec in (_CODECS.get(self.charset.lower(), "utf-8"), "utf-8", "gb18030"):
            try:
                return self.content.decode(codec).lstrip("\ufeff")
            except UnicodeDecodeError:
                continue
        return self.content.decode("gb18030", "replace")


_CODECS: Final = {
    "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030",
    "utf-16": "utf-16", "utf-16be": "utf-16-be", "utf-16le": "utf-16-le", "ucs-2": "utf-16-be",
    "iso-8859-1": "latin-1", "us-ascii": "ascii",
}  # fmt: skip


def read_package(content_type: str, body: bytes) -> tuple[bytes, list[Enclosed]]:
    """Return the envelope and the parts that came with it, in their order. Raises BrokenPackage."""
    head = _head(f"Content-Type: {_one_line(content_type)}\n".encode("utf-8", "replace"))
    kind = head.get_content_type()
    if kind in ("text/xml", "application/xml", "application/soap+xml"):
        return body, []
    if not kind.startswith("multipart/"):
        raise BrokenPackage("content_type")
    parts = list(_parts(head, body, 1))
    if not parts:
        raise BrokenPackage("no_envelope")
    start = _plain(head.get_param("start"))
    root = next((one for one in parts if start and one.key == start.strip("<>")), parts[0])
    if root.kind not in ("text/xml", "application/xml", "application/soap+xml"):
        raise BrokenPackage("no_envelope")
    return root.content, [one for one in parts if one is not root]


def write_package(
    envelope: bytes, parts: Sequence[Enclosed], boundary: str, key: str
) -> tuple[str, bytes]:
    """Return Content-Type and body of a package; the parts are one multipart called `key`."""
    inner = f"{boundary}-parts"
    content = b"".join(_written(one, inner) for one in parts) + f"--{inner}--\r\n".encode()
    body = b"".join(
        (
            f"--{boundary}\r\nContent-Type: text/xml; charset=utf-8\r\n".encode(),
            b"Content-ID: <envelope>\r\n\r\n",
            envelope,
            f'\r\n--{boundary}\r\nContent-Type: multipart/mixed; boundary="{inner}"\r\n'.encode(),
            f"Content-ID: <{key}>\r\n\r\n".encode(),
            content,
            f"\r\n--{boundary}--\r\n".encode(),
        )
    )
    kind = f'multipart/related; boundary="{boundary}"; type="text/xml"; start="<envelope>"'
    return kind, body


def _written(one: Enclosed, boundary: str) -> bytes:
    charset = f"; charset={one.charset}" if one.charset else ""
    head = (
        f"--{boundary}\r\nContent-Type: {one.kind}{charset}\r\nContent-ID: <{one.key}>\r\n"
        f"Content-Location: {one.name}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(one.content).replace(b"\n", b"\r\n")


def _parts(
    head: Message, body: bytes, depth: int, count: list[int] | None = None
) -> Iterator[Enclosed]:
    """Yield the leaves of a multipart."""
    counted = count if count is not None else [0]
    boundary = _plain(head.get_param("boundary"))
    if not boundary or len(boundary) > _BOUNDARY_LONGEST:
        raise BrokenPackage("boundary")
    for raw in _cut(body, b"--" + boundary.encode("utf-8", "replace")):
        counted[0] += 1
        if counted[0] > MOST_PARTS:
            raise BrokenPackage("too_many_parts")
        own, content = _split(raw)
        kind = own.get_content_type().lower()
        if kind.startswith("multipart/"):
            if depth >= DEEPEST:
                raise BrokenPackage("too_deep")
            yield from _parts(own, content, depth + 1, counted)
        else:
            yield Enclosed(
                kind,
                _plain(own.get_param("name")) or own.get("Content-Location", "") or "",
                (own.get("Content-ID") or "").strip().strip("<>"),
                _plain(own.get_param("charset")),
                _decoded(own, content),
            )


def _cut(body: bytes, delimiter: bytes) -> Iterator[bytes]:
    """Yield what stands between the delimiters; a delimiter begins a line."""
    at, begun = 0, -1
    while True:
        found = body.find(delimiter, at)
        if found < 0:
            raise BrokenPackage("boundary")
        at = found + len(delimiter)
        if found and body[found - 1 : found] != b"\n":
            continue
        after = body[at : at + 1]
        if after not in (b"\r", b"\n", b"-", b" ", b"\t"):
            continue
        if begun >= 0:
            end = found - 1
            yield body[begun : end - 1 if body[end - 1 : end] == b"\r" else end]
        if body[at : at + 2] == b"--":
            return
        line = body.find(b"\n", at)
        if line < 0:
            raise BrokenPackage("boundary")
        begun = at = line + 1


def _split(raw: bytes) -> tuple[Message, bytes]:
    for gap in (b"\r\n\r\n", b"\n\n"):
        if raw.startswith(gap[len(gap) // 2 :]):
            return _head(b""), raw[len(gap) // 2 :]
        at = raw.find(gap, 0, LONGEST_HEAD)
        if at >= 0:
            return _head(raw[:at] + b"\n"), raw[at + len(gap) :]
    raise BrokenPackage("part")


def _head(raw: bytes) -> Message:
    return email.message_from_bytes(raw)


def _decoded(head: Message, content: bytes) -> bytes:
    way = str(head.get("Content-Transfer-Encoding", "binary")).strip().lower()
    try:
        if way == "base64":
            return base64.b64decode(b"".join(content.split()), validate=True)
        if way == "quoted-printable":
            return quopri.decodestring(content)
    except (binascii.Error, ValueError):
        raise BrokenPackage("encoding") from None
    if way not in ("binary", "8bit", "7bit", ""):
        raise BrokenPackage("encoding")
    return content


def _plain(value: object) -> str:
    if isinstance(value, tuple):  # RFC 2231: (charset, language, value)
        value = value[2]
    return str(value or "").strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())
