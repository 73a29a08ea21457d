"""A centre of picture messages: gives and takes MM7 over HTTP, with the library's own mail package
for the parts, so that nothing of ours reads what we write or writes what we read."""

from __future__ import annotations

import base64
import http.server
import io
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from threading import Thread
from typing import Any
from xml.etree import ElementTree

from PIL import Image

NAMESPACE = "http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SMIL = b"<smil><body><par><img src='a.jpg'/></par></body></smil>"


def photograph(colour: str = "red", side: int = 64, kind: str = "JPEG") -> bytes:
    """Return a picture that says where it was taken."""
    picture = Image.new("RGB", (side, side), colour)
    exif = Image.Exif()
    exif[0x010F] = "a telephone"
    out = io.BytesIO()
    picture.save(out, kind, **({"exif": exif.tobytes()} if kind == "JPEG" else {}))
    return out.getvalue()


def envelope(
    sender: str = "<Number>10000000109</Number>",
    *,
    linked: str = "<LinkedID>mo-1</LinkedID>",
    subject: str = "",
    namespace: str = NAMESPACE,
    transaction: str = "t-1",
) -> bytes:
    said = f"<Subject>{subject}</Subject>" if subject else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><soap-env:Envelope xmlns:soap-env="{SOAP}">'
        f'<soap-env:Header><TransactionID xmlns="{namespace}" soap-env:mustUnderstand="1">'
        f"{transaction}</TransactionID></soap-env:Header><soap-env:Body>"
        f'<DeliverReq xmlns="{namespace}"><MM7Version>6.8.0</MM7Version>'
        f"<MMSRelayServerID>910000</MMSRelayServerID>{linked}<Sender>{sender}</Sender>"
        "<Recipients><To><Number>106500001</Number></To></Recipients>"
        f"<TimeStamp>2026-11-24T09:00:00+08:00</TimeStamp><Priority>Normal</Priority>{said}"
        '<Content href="cid:content" allowAdaptations="true"/></DeliverReq>'
        "</soap-env:Body></soap-env:Envelope>"
    ).encode()


def part(kind: str, content: bytes, *, way: str = "base64", name: str = "") -> bytes:
    head = f"Content-Type: {kind}" + (f"; name={name}" if name else "") + "\r\n"
    if way == "base64":
        content = base64.encodebytes(content)
    return f"{head}Content-Transfer-Encoding: {way}\r\n\r\n".encode() + content


def package(soap: bytes, *parts: bytes, inner: str = "related") -> tuple[str, bytes]:
    """Return Content-Type and body, the parts in a multipart of their own as centres send them."""
    content = b"".join(b"\r\n--inner\r\n" + one for one in parts) + b"\r\n--inner--\r\n"
    body = (
        b'--outer\r\nContent-Type: text/xml; charset="utf-8"\r\nContent-ID: <start>\r\n\r\n'
        + soap
        + f"\r\n--outer\r\nContent-Type: multipart/{inner}; boundary=inner\r\n".encode()
        + b"Content-ID: <content>\r\n"
        + content
        + b"\r\n--outer--\r\n"
    )
    return 'multipart/related; boundary="outer"; type="text/xml"; start="<start>"', body


def answer_of(content: bytes) -> tuple[str, str, str]:
    """(name, code, transaction) of an answer; for a fault the name of its detail."""
    root = ElementTree.fromstring(content)
    texts = {one.tag.rpartition("}")[2]: (one.text or "") for one in root.iter()}
    body = root.find(f"{{{SOAP}}}Body")
    assert body is not None
    name = body[0].tag.rpartition("}")[2]
    if name == "Fault":
        name = body[0].findall("detail/*")[0].tag.rpartition("}")[2]
    return name, texts["StatusCode"], texts["TransactionID"]


class MmsCentre:
    """Takes SubmitReq as told: with a name of its own, by a fault, or without an answer."""

    def __init__(self) -> None:
        self.taken: list[tuple[dict[str, str], list[Message]]] = []
        self.authorized: list[str] = []
        self.code, self.fault, self.silent = "1000", False, False
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                outer.authorized.append(self.headers.get("Authorization", ""))
                whole = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode() + raw
                soap, content = message_from_bytes(whole).get_payload()
                root = ElementTree.fromstring(soap.get_payload(decode=True))
                fields = {one.tag.rpartition("}")[2]: one.text or "" for one in root.iter()}
                fields["order"] = " ".join(
                    one.tag.rpartition("}")[2]
                    for one in root.findall(f".//{{{NAMESPACE}}}SubmitReq/*")
                )
                if outer.silent:
                    self.close_connection = True
                    return
                if outer.code == "1000":
                    outer.taken.append((fields, content.get_payload()))
                answer = outer.said(fields["TransactionID"]).encode()
                self.send_response(500 if outer.fault else 200)
                self.send_header("Content-Type", "text/xml; charset=utf-8")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *given: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/mm7"

    def said(self, transaction: str) -> str:
        status = f"<Status><StatusCode>{self.code}</StatusCode><StatusText>x</StatusText></Status>"
        inside = f'xmlns="{NAMESPACE}"><MM7Version>6.8.0</MM7Version>{status}'
        body = (
            f"<e:Fault><faultcode>e:Client</faultcode><faultstring>x</faultstring><detail>"
            f"<RSErrorRsp {inside}</RSErrorRsp></detail></e:Fault>"
            if self.fault
            else f"<SubmitRsp {inside}<MessageID>mt-{len(self.taken)}</MessageID></SubmitRsp>"
        )
        return (
            f'<e:Envelope xmlns:e="{SOAP}"><e:Header><TransactionID xmlns="{NAMESPACE}">'
            f"{transaction}</TransactionID></e:Header><e:Body>{body}</e:Body></e:Envelope>"
        )


@contextmanager
def mms_centre() -> Iterator[MmsCentre]:
    centre = MmsCentre()
    try:
        yield centre
    finally:
        centre.server.shutdown()


def report(kind: str, name: str, status: str, transaction: str = "r-1") -> bytes:
    return (
        f'<e:Envelope xmlns:e="{SOAP}"><e:Header><m:TransactionID xmlns:m="{NAMESPACE}" '
        f'e:mustUnderstand="1"> {transaction} </m:TransactionID></e:Header><e:Body>'
        f'<{kind} xmlns="{NAMESPACE}"><MM7Version>6.8.0</MM7Version><MessageID>{name}</MessageID>'
        "<Recipient><Number>10000000109</Number></Recipient><Sender><Number>1065</Number></Sender>"
        f"<Date>2026-11-24T09:00:00+08:00</Date><MMStatus>{status}</MMStatus></{kind}>"
        "</e:Body></e:Envelope>"
    ).encode()
