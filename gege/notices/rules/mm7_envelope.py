"""The envelopes of MM7 (3GPP TS 23.140, 8.7; SOAP 1.1): read strictly, and written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Final
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
NAMESPACE: Final = "http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4"
VERSION: Final = "6.8.0"
LARGEST: Final = 100_000
"""Bytes of an envelope: it holds addresses and a subject."""
DEEPEST: Final = 12
MOST_ELEMENTS: Final = 2_000
REQUESTS: Final = ("DeliverReq", "DeliveryReportReq", "ReadReplyReq")
_OURS: Final = re.compile(
    r"http://www\.3gpp\.org/.{0,60}/23\.140/schema/REL-\d{1,2}-MM7-[\d-]{1,8}"
)


class Code(IntEnum):
    """Status codes (8.7.8.3, table 8.7.8.3.1) that are used here."""

    SUCCESS = 1000
    PARTIAL_SUCCESS = 1100
    CLIENT_ERROR = 2000
    OPERATION_RESTRICTED = 2001
    ADDRESS_ERROR = 2002
    CONTENT_REFUSED = 2004
    MESSAGE_ID_NOT_FOUND = 2005
    FORMAT_CORRUPT = 2007
    SERVER_ERROR = 3000
    UNSUPPORTED_VERSION = 4002
    UNSUPPORTED_OPERATION = 4003
    VALIDATION_ERROR = 4004
    SERVICE_UNAVAILABLE = 4006


TEXTS: Final = {
    Code.SUCCESS: "Success",
    Code.PARTIAL_SUCCESS: "Partial success",
    Code.CLIENT_ERROR: "Client error",
    Code.OPERATION_RESTRICTED: "Operation restricted",
    Code.ADDRESS_ERROR: "Address Error",
    Code.CONTENT_REFUSED: "Multimedia content refused",
    Code.MESSAGE_ID_NOT_FOUND: "Message ID Not found",
    Code.FORMAT_CORRUPT: "Message format corrupt",
    Code.SERVER_ERROR: "Server Error",
    Code.UNSUPPORTED_VERSION: "Unsupported version",
    Code.UNSUPPORTED_OPERATION: "Unsupported operation",
    Code.VALIDATION_ERROR: "Validation error",
    Code.SERVICE_UNAVAILABLE: "Service unavailable",
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a request or an answer says. `fields` are the texts of the elements by their names, the
    first of each; `sender` is the first address in Sender."""

    name: str
    transaction: str
    namespace: str = NAMESPACE
    version: str = VERSION
    sender: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    content: str = ""


class Refused(ValueError):  # noqa: N818 - an answer, not a fault
    """An envelope that is not taken: with which code, why, and what was read of it."""

    def __init__(self, code: Code, why: str, known: Envelope | None = None) -> None:
        self.code, self.why = code, why
        self.known = known or Envelope("", "")
        super().__init__(why)


def read_envelope(raw: bytes) -> Envelope:
    """Return what an envelope says. Raises Refused."""
    root = _parsed(raw)
    if root.tag != f"{{{SOAP}}}Envelope":
        raise Refused(Code.FORMAT_CORRUPT, "no SOAP envelope")
    body = root.find(f"{{{SOAP}}}Body")
    said = next(iter(body), None) if body is not None else None
    if said is None:
        raise Refused(Code.FORMAT_CORRUPT, "no SOAP body")
    header = root.find(f"{{{SOAP}}}Header")
    ids = [one for one in (header if header is not None else ()) if _local(one) == "TransactionID"]
    transaction = (ids[0].text or "").strip()[:200] if ids else ""
    if said.tag == f"{{{SOAP}}}Fault":
        return Envelope("Fault", transaction, fields=_fields(said))
    known = Envelope(
        _local(said),
        transaction,
        namespace=_namespace(said) or (_namespace(ids[0]) if ids else ""),
        fields=(fields := _fields(said)),
        version=fields.get("MM7Version", VERSION)[:20],
        sender=_address(next((one for one in said if _local(one) == "Sender"), None)),
        content=_href(said),
    )
    if not _OURS.fullmatch(known.namespace):
        plain = Envelope(known.name, known.transaction)
        raise Refused(Code.UNSUPPORTED_VERSION, "not a namespace of MM7", plain)
    if not transaction:
        raise Refused(Code.VALIDATION_ERROR, "no TransactionID", known)
    return known


def response(to: Envelope, code: Code, text: str = "") -> bytes:
    """Return the answer to a request, in its own namespace and version (8.7.8.2)."""
    name = escape(to.name.removesuffix("Req") + "Rsp")
    body = (
        f"<{name} xmlns={quoteattr(to.namespace)}><MM7Version>{escape(to.version)}</MM7Version>"
        f"{_status(code, text)}</{name}>"
    )
    return _enveloped(to, body)


def fault(to: Envelope, code: Code, why: str) -> bytes:
    """Return a fault: what was asked was not understood, or may not be (8.7.8.1; SOAP 1.1, 4.4)."""
    ours = code < Code.SERVER_ERROR or code >= 4000
    body = (
        f"<env:Fault><faultcode>env:{'Client' if ours else 'Server'}</faultcode>"
        f"<faultstring>{escape(TEXTS[code])}</faultstring><detail>"
        f"<VASPErrorRsp xmlns={quoteattr(to.namespace)}>"
        f"<MM7Version>{escape(to.version)}</MM7Version>{_status(code, why)}</VASPErrorRsp>"
        "</detail></env:Fault>"
    )
    return _enveloped(to, body)


@dataclass(frozen=True, slots=True)
class Submission:
    """A message to one number."""

    transaction: str
    vasp: str
    vas: str
    sender: str
    number: str
    subject: str
    at: datetime
    content: str


def submission(one: Submission) -> bytes:
    """Return a SubmitReq, its elements in the order of the schema (REL-6-MM7-1-4)."""
    identification = "".join(
        f"<{name}>{escape(value)}</{name}>"
        for name, value in (("VASPID", one.vasp), ("VASID", one.vas))
        if value
    )
    if one.sender:
        identification += f"<SenderAddress><Number>{escape(one.sender)}</Number></SenderAddress>"
    body = (
        f"<SubmitReq xmlns={quoteattr(NAMESPACE)}><MM7Version>{VERSION}</MM7Version>"
        f"<SenderIdentification>{identification}</SenderIdentification>"
        f"<Recipients><To><Number>{escape(one.number)}</Number></To></Recipients>"
        "<MessageClass>Informational</MessageClass>"
        f"<TimeStamp>{one.at.isoformat(timespec='seconds')}</TimeStamp>"
        "<DeliveryReport>true</DeliveryReport><ReadReply>true</ReadReply>"
        f"<Priority>Normal</Priority><Subject>{escape(one.subject)}</Subject>"
        f'<Content href={quoteattr(f"cid:{one.content}")} allowAdaptations="true"/></SubmitReq>'
    )
    return _enveloped(Envelope("SubmitReq", one.transaction), body)


def _enveloped(to: Envelope, body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="{SOAP}"><env:Header>'
        f'<TransactionID xmlns={quoteattr(to.namespace)} env:mustUnderstand="1">'
        f"{escape(to.transaction)}</TransactionID></env:Header>"
        f"<env:Body>{body}</env:Body></env:Envelope>"
    ).encode()


def _status(code: Code, text: str) -> str:
    detail = f"<Details>{escape(text)}</Details>" if text else ""
    return (
        f"<Status><StatusCode>{int(code)}</StatusCode>"
        f"<StatusText>{escape(TEXTS[code])}</StatusText>{detail}</Status>"
    )


def _parsed(raw: bytes) -> Element:
    if len(raw) > LARGEST:
        raise Refused(Code.FORMAT_CORRUPT, "the envelope is too large")
    try:
        # Entities, and a DTD that could name some, are refused before anything is expanded.
        root: Element = defusedxml.ElementTree.fromstring(raw.strip(), forbid_dtd=True)
    except DefusedXmlException:
        raise Refused(Code.FORMAT_CORRUPT, "a DTD or entities") from None
    except (defusedxml.ElementTree.ParseError, ValueError, LookupError):
        raise Refused(Code.FORMAT_CORRUPT, "not XML") from None
    for count, (_one, depth) in enumerate(_walk(root)):
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise Refused(Code.FORMAT_CORRUPT, "too deep or too many elements")
    return root


def _walk(root: Element) -> Iterator[tuple[Element, int]]:
    waiting = [(root, 1)]
    while waiting:
        one, depth = waiting.pop()
        yield one, depth
        if depth <= DEEPEST:
            waiting.extend((child, depth + 1) for child in one)


def _fields(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in root.iter():
        if one.text and one.text.strip():
            found.setdefault(_local(one), one.text.strip())
    return found


def _address(sender: Element | None) -> str:
    """Return an address: a Number, an RFC2822Address, a ShortCode, or bare as of older centres."""
    if sender is None:
        return ""
    texts = [(one.text or "").strip() for one in sender.iter()]
    first = next((one for one in texts if one), "")
    return first.partition("@")[0].partition("/")[0].strip()[:64]


def _href(said: Element) -> str:
    content = next((one for one in said if _local(one) == "Content"), None)
    href = (content.get("href") or "") if content is not None else ""
    return href.removeprefix("cid:").strip("<>")[:200]


def _local(one: Element) -> str:
    return one.tag.rpartition("}")[2] if isinstance(one.tag, str) else ""


def _namespace(one: Element) -> str:
    return one.tag[1:].partition("}")[0] if one.tag.startswith("{") else ""
