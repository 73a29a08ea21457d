"""Calling other systems: certificates are looked at, and the documented receiver verifies."""

from __future__ import annotations

import base64
import ipaddress
import re
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gege.config.env import Environment
from gege.openapi.calling import call
from gege.openapi.rules.webhooks import heads_of, new_secret
from tests.openapi.hooks import HOME

ROOT = Path(__file__).parents[2]


class _Polite(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(204)
        self.end_headers()


def _certificate(folder: Path) -> Path:
    """A certificate for this machine that signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a receiver")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "receiver.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a receiver with TLS, and the certificate it is trusted by."""
    path = _certificate(tmp_path)
    server = HTTPServer(("127.0.0.1", 0), _Polite)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}/hooks", str(path)
    server.shutdown()
    server.server_close()


def test_a_certificate_is_asked_for_and_looked_at(secure: tuple[str, str], settings: Any) -> None:
    address, trusted = secure
    settings.GEGE_CALL_NETWORKS = HOME
    settings.GEGE_CALL_CA = ""
    refused = call("POST", address, body=b"{}")
    assert refused.status is None
    assert "CERTIFICATE_VERIFY_FAILED" in refused.said
    settings.GEGE_CALL_CA = trusted
    assert call("POST", address, body=b"{}").status == 204
    # The certificate is of the address, not of a name that leads to it.
    other = call("POST", address.replace("127.0.0.1", "localhost"), body=b"{}")
    assert other.status is None


def test_the_receiver_of_the_documents_verifies_what_we_sign() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(import base64.*?)```", text, re.DOTALL)
    room: dict[str, Any] = {}
    exec(code, room)
    secret, old = new_secret(b"a" * 32), new_secret(b"b" * 32)
    now, body = int(time.time()), '{"type":"ping","说":"好"}'
    heads = heads_of([secret, old], "msg_1", now, body)
    for known in (secret, old):
        assert room["verified"](known, heads, body.encode()) == {"type": "ping", "说": "好"}
    for wrong in (
        (new_secret(b"c" * 32), heads, body),
        (secret, heads, body + " "),
        (secret, heads | {"webhook-id": "msg_2"}, body),
        (secret, heads | {"webhook-timestamp": str(now - 1)}, body),
        (secret, heads_of([secret], "msg_1", now - 301, body), body),
        (secret, heads | {"webhook-timestamp": "never"}, body),
        (secret, heads | {"webhook-signature": "v1,"}, body),
    ):
        with pytest.raises(ValueError, match=r"old|signed"):
            room["verified"](wrong[0], wrong[1], wrong[2].encode())
    assert base64.b64decode(secret.removeprefix("whsec_")) == b"a" * 32


def test_networks_and_files_of_the_settings_are_read_or_refused() -> None:
    env = Environment({"A": "10.20.0.0/16, ::1", "B": "10.20.0.7/16", "C": "/no/such/file"})
    assert [str(one) for one in env.networks("A")] == ["10.20.0.0/16", "::1/128"]
    assert env.networks("NOTHING") == ()
    assert env.networks("B") == ()
    assert env.file("C") == env.file("NOTHING") == ""
    assert [one.split()[0] for one in env.problems] == ["B", "C"]
