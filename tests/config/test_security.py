"""What stands on every answer, and what is refused before it is read."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client, RequestFactory, override_settings

from gege.config.security import CONTENT_SECURITY_POLICY, FIELDS_BYTES, UploadLimitMiddleware

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/healthz", "/no-such-page", "/static/no-such-file.css"])
def test_every_answer_carries_the_policies(client: Client, address: str) -> None:
    headers = client.get(address).headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize(
    ("address", "wider"),
    [
        ("/field/no-such-page", True),
        ("/field", False),
        ("/field-work/no-such-page", False),
        ("/desk/field/", False),
    ],
)
def test_only_the_handheld_may_compute_with_webassembly(
    client: Client, address: str, wider: bool
) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]
    more = "; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' data:"
    assert policy == CONTENT_SECURITY_POLICY + (more if wider else "")


@override_settings(SECURE_HSTS_SECONDS=31536000, SECURE_PROXY_SSL_HEADER=("HTTP_X_PROTO", "https"))
def test_by_https_the_browser_is_told_to_stay_there(client: Client) -> None:
    headers = client.get("/healthz", headers={"x-proto": "https"}).headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(("over", "status"), [(-1, 404), (0, 404), (1, 413), (2 * 1024**3, 413)])
def test_a_body_longer_than_its_attachments_may_be_is_refused_by_its_length(
    client: Client, over: int, status: int
) -> None:
    most = settings.GEGE_UPLOAD_BYTES * settings.GEGE_UPLOAD_FILES + FIELDS_BYTES
    assert client.post("/no-such-page", CONTENT_LENGTH=str(most + over)).status_code == status


def test_the_refusal_says_what_is_allowed_in_both_languages() -> None:
    request = RequestFactory().post("/", CONTENT_LENGTH=str(2 * 1024**3))

    def never(request: object) -> None:
        raise AssertionError("reached")

    response = UploadLimitMiddleware(never)(request)  # type: ignore[arg-type]
    text = response.content.decode()  # type: ignore[attr-defined]
    assert "每个附件不超过 20 MB" in text
    assert "at most 20 MB for each attachment and 9 attachments at once" in text


def test_passwords_are_kept_by_argon2_outside_the_tests() -> None:
    from gege.config import settings as installed

    assert installed.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
    assert installed.X_FRAME_OPTIONS == "DENY"
    assert installed.SESSION_COOKIE_HTTPONLY
    assert installed.CSRF_COOKIE_HTTPONLY
