"""Who acts: one account under one post at one moment."""

from dataclasses import dataclass
from typing import Final

from gege.staff.rules.roles import DEPARTMENT, Role
from gege.trail.api import Signature


@dataclass(frozen=True, slots=True)
class Actor:
    """One account acting under one post.

    `area_code` is the scope as a path: the unit's own area, and for a department the county or
    township it serves. `unit_id` and `account_id` are None for `SYSTEM` and for residents. A
    substitute has the rights of the post he stands in for. `own_matter_id` is the one matter that
    a resident may see: the one they reported themselves.
    """

    account_id: int | None
    name: str
    post_id: int | None
    role: Role
    unit_id: int | None
    unit_code: str
    unit_kind: str
    unit_name: str
    area_code: str
    unit_name_en: str = ""
    substitute: bool = False
    own_matter_id: int | None = None

    @property
    def is_department(self) -> bool:
        return self.unit_kind == DEPARTMENT

    @property
    def is_system(self) -> bool:
        return self.role is Role.SYSTEM

    @property
    def post(self) -> str:
        """The post in one language-free word, as the ledger keeps it: `role@unit`."""
        mark = " substitute" if self.substitute else ""
        return f"{self.role}@{self.unit_code}{mark}"

    def unit_label(self, language: str) -> str:
        """Return the unit's name in a language; Chinese where there is no other."""
        return self.unit_name_en or self.unit_name if language == "en" else self.unit_name

    def signature(self) -> Signature:
        return Signature(
            account_id=self.account_id,
            name=self.name,
            post=self.post,
            role=str(self.role),
            unit_id=self.unit_id,
            unit=self.unit_name,
        )


def own_signature(account_id: int, name: str, actor: Actor | None) -> Signature:
    """Return the signature for a deed on the own account, which needs no post."""
    if actor is not None:
        return actor.signature()
    return Signature(account_id=account_id, name=name, post="", role="", unit_id=None, unit="")


SYSTEM: Final = Actor(
    account_id=None,
    name="gege",
    post_id=None,
    role=Role.SYSTEM,
    unit_id=None,
    unit_code="system",
    unit_kind="",
    unit_name="",
    area_code="",
)
"""Signs what timers, imports and set-up do on their own."""


def resident(matter_id: int | None = None, *, area_code: str = "") -> Actor:
    """Return somebody without an account, as the ledger names them (decision 0025).

    `matter_id` is the matter that they proved to have reported, None while they report one;
    `area_code` the community they say it lies in, where they know no grid.
    """
    return Actor(
        account_id=None,
        name="居民",
        post_id=None,
        role=Role.RESIDENT,
        unit_id=None,
        unit_code="portal",
        unit_kind="",
        unit_name="居民门户",
        area_code=area_code,
        own_matter_id=matter_id,
    )
