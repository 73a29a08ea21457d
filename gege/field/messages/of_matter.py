"""Which matter a message means, under which post, and which version the worker had before them."""

from uuid import UUID

from gege.field.messages.doing import Doing
from gege.field.messages.errors import Malformed, Overtaken, Waiting
from gege.field.messages.reading import Body
from gege.field.models import Receipt
from gege.field.sections.matters import present
from gege.field.sentences import sentence
from gege.matters import api as matters
from gege.matters.api import Matter
from gege.staff.api import Actor

_NAMES = frozenset({"number", "version", "key"})


def reference(one: Doing, body: Body) -> tuple[str, int | None]:
    """Return the number of a matter and the version that was seen; None for "after my own".

    A report that this phone has made is named by its key until the platform has numbered it.
    """
    parts = body.parts("matter")
    if parts is None:
        raise Malformed("matter", "needed")
    parts.only(_NAMES)
    key = parts.key("key")
    if key is None:
        number = parts.text("number", most=30, needed=True)
        return number, parts.whole("version", 1, 2**31 - 1) or _version_after(one, number)
    receipt = _own_report(one, key)
    number = receipt.subject.partition(":")[2]
    return number, _version_after(one, number) or receipt.version


def seen_now(one: Doing, number: str, seen: int | None, actor: Actor) -> int | None:
    """Return the version to hold the matter against.

    What this same terminal did to it since counts as seen: a picture that went on its way first
    is nothing that the worker did not know of. Anything else stays as it was seen, and the deed
    will find that somebody was faster.
    """
    if seen is None:
        return None
    matter = matters.matter_by_number(number, actor)
    if matter.version <= seen:
        return seen
    own = Receipt.objects.filter(
        account_id=one.scene.account.pk,
        terminal_id=one.scene.terminal.pk,
        subject=subject_of(number),
        version__gt=seen,
        version__lte=matter.version,
    )
    versions = set(own.values_list("version", flat=True))
    return matter.version if versions == set(range(seen + 1, matter.version + 1)) else seen


def actor_of(one: Doing, number: str) -> Actor:
    """Return the post that sees a matter; raises matters.NotFound when none does."""
    if one.letter.post is not None or len(one.scene.held) == 1:
        return one.actor()
    for actor in one.scene.held:
        try:
            matters.matter_by_number(number, actor)
        except matters.NotFound:
            continue
        return actor
    raise matters.NotFound


def overtaken(one: Doing, number: str, actor: Actor) -> Overtaken:
    """Return what to tell a worker whose matter somebody moved meanwhile."""
    matter: Matter = matters.matter_by_number(number, actor)
    return Overtaken(sentence("stale"), present(matter, actor, one.scene), number)


def subject_of(number: str) -> str:
    return f"matter:{number}"


def _own_report(one: Doing, key: UUID) -> Receipt:
    receipt = one.earlier(key)
    if receipt is None:
        raise Waiting("after_missing")
    if receipt.status != "done" or not receipt.subject.startswith("matter:"):
        raise matters.NotFound
    return receipt


def _version_after(one: Doing, number: str) -> int | None:
    """Return the version that the message this one follows left the matter at."""
    after = one.after
    if after is None or after.subject != subject_of(number):
        return None
    return after.version
