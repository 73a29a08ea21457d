"""`register_answer` and `register_finding`: what the registers asked, worked off at the door."""

from typing import Any, Final

from gege.field.messages.doing import Doing, Done
from gege.field.messages.errors import Malformed
from gege.field.messages.reading import Body
from gege.field.messages.registers import LONGEST, under
from gege.registers import api as registers
from gege.registers.api import Finding, Question
from gege.staff.api import Actor

ANSWER: Final = frozenset({"question", "choose", "reason"})
FINDING: Final = frozenset({"finding", "deed", "reason"})
_DEEDS: Final = ("finish", "dismiss", "decline")


def register_answer(one: Doing, body: Body) -> Done:
    """Settle a difference as far as the field may: it gives way, or agrees with the person."""
    number = _number(body, "question")
    choose = body.text("choose", most=20, needed=True)
    reason = body.text("reason", most=LONGEST)

    def act(actor: Actor) -> Question:
        return registers.settle(
            number,
            choose=choose,
            reason=reason,
            by=actor,
            now=one.now,
            editions=one.scene.where.editions,
        )

    return Done(f"question:{under(one, act).pk}")


def register_finding(one: Doing, body: Body) -> Done:
    """Say that a finding is done or no matter, or that the person wants nothing."""
    number = _number(body, "finding")
    deed, reason = body.choice("deed", _DEEDS), body.text("reason", most=LONGEST)

    def act(actor: Actor) -> Finding:
        scene: dict[str, Any] = {"by": actor, "now": one.now, "editions": one.scene.where.editions}
        if deed == "finish":
            return registers.finish_finding(number, note=reason, **scene)
        if deed == "dismiss":
            return registers.dismiss_finding(number, reason=reason, **scene)
        return registers.decline_hint(number, **scene)

    return Done(f"register_finding:{under(one, act).pk}")


def _number(body: Body, name: str) -> int:
    found = body.whole(name, 1, 2**62)
    if found is None:
        raise Malformed(name, "needed")
    return found
