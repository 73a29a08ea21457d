"""An instruction that demands it gets an order in its transaction, which goes with it (R-093)."""

from gege.kernel.working_time import Limit, TimeUnit
from gege.matters.api import Followed, Instructed
from gege.staff.api import SYSTEM
from gege.supervision.actions.issue import opened, times_until
from gege.supervision.actions.order_step import OrderStep
from gege.supervision.editions import current_order_rules
from gege.supervision.models import Order
from gege.supervision.rules.order_rules import InstructionFacts, demand_of
from gege.supervision.rules.words import (
    OPEN,
    RUNNING,
    OrderDeed,
    OrderKind,
    OrderState,
    Origin,
)

_ORDERED = "按指令时限办结，并回复办理结果。"
_DONE = "事项已办结。"
_OVER = "指令已终止。"
"""Sentences that stand in an order as the words of people do: written once, not translated."""


class OrderFollower:
    """The orders of supervision, as matters know them."""

    def begin(self, given: Instructed) -> str:
        """Issue the order that an instruction demands; "" when it demands none.

        It is due when the instruction is due, and to be answered by the unit instructed. A grid
        has no desk: its station's light is what is followed there.
        """
        facts = InstructionFacts(
            given.major, given.grave, given.ruled, given.reopened, given.self_given
        )
        if given.lead.kind == "grid" or not facts.may_demand:
            return ""
        demand = demand_of(facts, current_order_rules())
        centre = given.where.atlas.platform_unit(given.matter.area_code[:6])
        if demand is None or centre is None or centre.id == given.lead.id:
            return ""
        row = given.instruction
        limit = Limit(row.limit_amount, TimeUnit(row.limit_unit))
        order = Order(
            kind=OrderKind.FOLLOW_UP,
            origin=Origin.INSTRUCTION,
            demand=demand,
            title=given.matter.title,
            words=row.words if len(row.words) > 1 else _ORDERED,
            matter=given.matter,
            instruction=row,
            by_unit_id=centre.id,
            provisional=given.matter.provisional,
            **times_until(row.due_at, limit, given.where),
        )
        return opened(order, given.lead, by=SYSTEM, now=given.heard, on_matter=False).number

    def go_on(self, what: Followed) -> None:
        """Reply with the result, take the order back, let it run on, or move its due time."""
        order = (
            Order.objects.select_for_update()
            .filter(matter=what.matter, origin=Origin.INSTRUCTION, state__in=sorted(OPEN))
            .order_by("-id")
            .first()
        )
        if order is None:
            return
        deed = _DEEDS.get(what.what, OrderDeed.WITHDRAW)
        running = order.state in RUNNING
        if what.what in ("completed", "moved") and not running:
            return
        if deed is OrderDeed.SEND_BACK and running:
            return
        step = OrderStep(order, str(deed), what.by, what.heard)
        _CHANGES[deed](step, what)
        step.finish(on_matter=False)


def _reply(step: OrderStep, what: Followed) -> None:
    order = step.order
    order.state = OrderState.REPLIED
    order.received_at = order.received_at or step.now
    order.replied_at, order.replied_by_id = step.now, what.by.account_id
    words = what.words[:1000] or _DONE
    step.write(words)
    step.tell(order.by_unit_id, "order_replied", reason=words)


def _run_on(step: OrderStep, what: Followed) -> None:
    step.order.state = OrderState.RECEIVED
    step.order.replied_at = step.order.replied_by_id = None
    step.order.returns += 1
    _move(step, what)


def _move(step: OrderStep, what: Followed) -> None:
    order, matter = step.order, what.matter
    if matter.due_at is None or matter.due_at == order.due_at:
        return
    limit = Limit(order.limit_amount, TimeUnit(order.limit_unit))
    step.say(due_before=order.due_at, due=matter.due_at)
    order.due_at = matter.due_at
    near_due = what.where.book.thresholds.near_due
    calendar = what.where.calendar
    order.warn_at = calendar.warn_at(order.issued_at, matter.due_at, limit, near_due)
    order.receipt_due_at = min(order.receipt_due_at, order.due_at)
    order.said = [word for word in order.said if word == "late_receipt"]
    order.again_at = None


def _take_back(step: OrderStep, what: Followed) -> None:
    order = step.order
    order.state, order.closed_at = OrderState.WITHDRAWN, step.now
    words = what.words[:1000] or _OVER
    step.say(why=what.what)
    step.write(words)
    step.tell(order.to_unit_id, "order_withdrawn", reason=words)


_DEEDS = {
    "completed": OrderDeed.REPLY,
    "revived": OrderDeed.SEND_BACK,
    "moved": OrderDeed.MOVE,
}
_CHANGES = {
    OrderDeed.REPLY: _reply,
    OrderDeed.SEND_BACK: _run_on,
    OrderDeed.MOVE: _move,
    OrderDeed.WITHDRAW: _take_back,
}
