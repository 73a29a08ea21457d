"""The tables of supervision."""

from gege.supervision.models.edition import OrderRulesEdition
from gege.supervision.models.order import Order, OrderEntry

__all__ = ["Order", "OrderEntry", "OrderRulesEdition"]
