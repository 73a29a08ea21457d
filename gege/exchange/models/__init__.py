"""The tables of the exchange."""

from gege.exchange.models.figures import Comparison, Figure
from gege.exchange.models.outlets import Given, Horizon, Outlet
from gege.exchange.models.sources import Held, Run, Source

__all__ = ["Comparison", "Figure", "Given", "Held", "Horizon", "Outlet", "Run", "Source"]
