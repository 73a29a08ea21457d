"""Follow-up orders and requests between units: deeds and lists, their words."""

from gege.supervision import names
from gege.supervision.actions.answer import progress, receive, reply
from gege.supervision.actions.issue import LONGEST_TITLE, NewOrder, issue
from gege.supervision.actions.order_step import LONGEST
from gege.supervision.actions.oversee import close, send_back, urge, withdraw
from gege.supervision.actions.remind import remind
from gege.supervision.editions import current_order_rules, publish_order_rules
from gege.supervision.errors import Invalid, NotFound, Refused, Stale, SupervisionError
from gege.supervision.models import Order, OrderEntry, OrderRulesEdition
from gege.supervision.names import sentence_of
from gege.supervision.queries.orders import (
    Box,
    OrderPage,
    order_page,
    orders,
    orders_of_matter,
    page_of_orders,
    waiting,
    waiting_orders,
)
from gege.supervision.queries.scope import READERS, order_by_uid, visible_orders
from gege.supervision.rules.order_rules import RANGES, OrderRules
from gege.supervision.rules.order_rules import from_json as order_rules_from_json
from gege.supervision.rules.orders import may_ask
from gege.supervision.rules.words import Demand, OrderDeed, OrderKind, OrderState, Origin

__all__ = [
    "LONGEST",
    "LONGEST_TITLE",
    "RANGES",
    "READERS",
    "Box",
    "Demand",
    "Invalid",
    "NewOrder",
    "NotFound",
    "Order",
    "OrderDeed",
    "OrderEntry",
    "OrderKind",
    "OrderPage",
    "OrderRules",
    "OrderRulesEdition",
    "OrderState",
    "Origin",
    "Refused",
    "Stale",
    "SupervisionError",
    "close",
    "current_order_rules",
    "issue",
    "may_ask",
    "names",
    "order_by_uid",
    "order_page",
    "order_rules_from_json",
    "orders",
    "orders_of_matter",
    "page_of_orders",
    "progress",
    "publish_order_rules",
    "receive",
    "remind",
    "reply",
    "send_back",
    "sentence_of",
    "urge",
    "visible_orders",
    "waiting",
    "waiting_orders",
    "withdraw",
]
