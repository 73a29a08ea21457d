"""Asking the interface as a department's system does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client as Browser

from gege.openapi.models import Client


@dataclass
class System:
    """A department's system with its token."""

    client: Client
    token: str

    @property
    def head(self) -> dict[str, str]:
        return {"HTTP_AUTHORIZATION": f"Bearer {self.token}", "HTTP_ACCEPT_LANGUAGE": "en"}

    def get(self, path: str, **query: Any) -> Any:
        return Browser().get(f"/api/v1/{path}", query, **self.head)

    def post(self, path: str, body: Any, **more: Any) -> Any:
        return Browser().post(f"/api/v1/{path}", body, "application/json", **self.head | more)

    def changes(self, sheet: str = "resident", after: str = "", **query: Any) -> dict[str, Any]:
        """A page of changes that has to come."""
        asked = ({"after": after} if after else {}) | query
        found = self.get(f"registers/{sheet}/changes", **asked)
        assert found.status_code == 200, found.content.decode()
        return dict(found.json())


def refused(answer: Any) -> tuple[int, str]:
    """The status of a refusal and its word."""
    return answer.status_code, answer.json()["error"]
