"""Complete (办结), and handle in place: the work is done, the supervised clock stands."""

from datetime import datetime

from gege.matters.actions.entries import choice
from gege.matters.actions.entries import words as cleaned
from gege.matters.actions.instruct import instruct
from gege.matters.actions.remarks import add_remark
from gege.matters.actions.step import Step, step
from gege.matters.errors import Invalid
from gege.matters.models import Matter
from gege.matters.rules.closing import after_completion, outcome_problem
from gege.matters.rules.moves import OVERSEERS, VERIFIERS, tier_above
from gege.matters.rules.routing import verifier_tier
from gege.matters.rules.words import Intent, Move, Outcome, State, Tier
from gege.staff.api import Actor


def complete(
    number: str,
    *,
    outcome: str,
    words: str,
    by: Actor,
    now: datetime,
    seen: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Say what became of the matter; it then waits for somebody else's eyes or the callback."""
    with step(number, Move.COMPLETE, by=by, now=now, seen=seen, at=at) as one:
        settle(one, outcome, words)
    return one.matter


def handle_in_place(
    number: str,
    *,
    outcome: str,
    words: str,
    by: Actor,
    now: datetime,
    seen: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Accept and complete in one step: what a grid worker does on the spot (R-063)."""
    with step(number, Move.HANDLE_IN_PLACE, by=by, now=now, seen=seen, at=at) as one:
        one.matter.accepted_at = one.matter.accepted_at or one.now
        instruct(one, one.holder, acknowledged=True)
        settle(one, outcome, words)
    return one.matter


def settle(one: Step, outcome: str, words: str) -> None:
    """Record the result and hand the matter to whoever verifies or calls back."""
    matter = one.matter
    result = choice("outcome", outcome, Outcome)
    text = cleaned("words", words, most=2000)
    problem = outcome_problem(Intent(matter.intent), result, text)
    if problem is not None:
        field = "outcome" if problem == "outcome_does_not_answer" else "words"
        raise Invalid(field, problem)
    handled_by = one.tier
    matter.outcome, matter.settled_at = result, one.now
    matter.settled_tier, matter.handled_by_id = handled_by, one.by.account_id
    one.end_instruction("completed")
    add_remark(one, text, public=True)
    one.say(outcome=result)
    hand_over(one, after_completion(one.kind, handled_by, one.situation.to_call), handled_by)


def hand_over(one: Step, to: State, handled_by: Tier) -> None:
    """Give the settled matter to its verifier, its caller, or nobody.

    A platform where nobody may do it (vacant, or its only clerk handled or dispatched) leaves it
    to the one above, so that no matter waits where nobody comes (decision 0009).
    """
    matter = one.matter
    if to is State.COMPLETED:
        tier = verifier_tier(handled_by, placed=matter.placed)
        verifier = one.staffed(tier, VERIFIERS, _bound_up_with(one))
        if verifier.id == matter.lead_id and tier_above(one.setting.tier(verifier.id)):
            verifier = one.platform(Tier.COUNTY)
        one.go(to, verifier)
        one.tell(verifier.id, "to_verify")
    elif to is State.VERIFIED:
        kept = any(row.confidential and row.wants_callback for row in one.situation.reporters)
        tier = Tier.STATION if matter.placed and not kept else Tier.COUNTY
        caller = one.staffed(tier, OVERSEERS, frozenset())
        one.go(to, caller)
        one.tell(caller.id, "to_call_back")
    else:
        one.go(to)


def _bound_up_with(one: Step) -> frozenset[int | None]:
    """Return the accounts that may not verify: who handled, and who instructed somebody else."""
    matter = one.matter
    others = matter.instructor_id != matter.lead_id
    return frozenset({matter.handled_by_id, matter.dispatched_by_id if others else None})
