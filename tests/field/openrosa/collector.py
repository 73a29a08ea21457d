"""A program of another maker: it speaks OpenRosa 1.0 from the published protocol, by http.client.

Nothing of the platform is imported here, so that both sides can only agree by the protocol.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"
METADATA = "{http://www.opendatakit.org/xforms}"


@dataclass
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def xml(self) -> Element:
        return ElementTree.fromstring(self.body)

    @property
    def said(self) -> str:
        return self.xml().findtext(f"{RESPONSE}message") or ""

    @property
    def receipt(self) -> dict[str, str]:
        found = self.xml().find(f"{METADATA}submissionMetadata")
        return dict(found.attrib) if found is not None else {}


@dataclass
class Collector:
    """Settings as a person types them: server address, name, password."""

    address: str
    name: str
    password: str
    extra: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> Reply:
        parts = urlsplit(url if "://" in url else f"{self.address}{url}")
        link = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        given = base64.b64encode(f"{self.name}:{self.password}".encode()).decode()
        sent = {"X-OpenRosa-Version": "1.0", "Authorization": f"Basic {given}", **self.extra}
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        link.request(method, target, body=body, headers=sent | dict(headers))
        response = link.getresponse()
        reply = Reply(response.status, dict(response.getheaders()), response.read())
        link.close()
        return reply

    def forms(self, query: str = "") -> list[dict[str, str]]:
        root = self.ask("GET", f"/formList{query}").xml()
        assert root.tag == f"{LIST}xforms"
        return [
            {child.tag.removeprefix(LIST): child.text or "" for child in form}
            for form in root.findall(f"{LIST}xform")
        ]

    def fetched(self, form: Mapping[str, str]) -> tuple[bytes, dict[str, bytes]]:
        """The form and its files; every sum that the server told is compared."""
        xml = self.ask("GET", form["downloadUrl"]).body
        assert form["hash"] == f"md5:{hashlib.md5(xml).hexdigest()}"
        files: dict[str, bytes] = {}
        if "manifestUrl" in form:
            for line in self.ask("GET", form["manifestUrl"]).xml():
                told = {child.tag.removeprefix(MANIFEST): child.text or "" for child in line}
                content = self.ask("GET", told["downloadUrl"]).body
                assert told["hash"] == f"md5:{hashlib.md5(content).hexdigest()}"
                files[told["filename"]] = content
        return xml, files

    def send(
        self, xml: str | bytes, files: Mapping[str, bytes] | None = None, *, more: bool = False
    ) -> Reply:
        """Hand in an answered form as Collect does: ask with HEAD, then one multipart post."""
        asked = self.ask("HEAD", "/submission")
        assert (asked.status, asked.body) == (204, b"")
        content = xml.encode() if isinstance(xml, str) else xml
        parts = [("xml_submission_file", "submission.xml", "text/xml", content)]
        parts += [(name, name, "image/jpeg", data) for name, data in (files or {}).items()]
        return self.post(parts, more=more, to=asked.headers["Location"])

    def post(
        self,
        parts: list[tuple[str, str, str, bytes]],
        *,
        more: bool = False,
        to: str = "/submission",
    ) -> Reply:
        mark = uuid4().hex
        body = b"".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
            f"Content-Type: {kind}\r\n\r\n".encode()
            + content
            + b"\r\n"
            for name, file, kind, content in parts
        )
        if more:
            field_head = f'--{mark}\r\nContent-Disposition: form-data; name="*isIncomplete*"'
            body += f"{field_head}\r\n\r\nyes\r\n".encode()
        body += f"--{mark}--\r\n".encode()
        kind = f"multipart/form-data; boundary={mark}"
        return self.ask("POST", to, body, {"Content-Type": kind})
