"""What the portal keeps beside the matters: tickets, tallies, issues, public pages, thanks."""

from gege.portal.models.issues import HotIssue, IssueLine
from gege.portal.models.pages import PageFile, PageText, PublicPage
from gege.portal.models.thanks import Thanks
from gege.portal.models.tickets import Tally, Ticket

__all__ = [
    "HotIssue",
    "IssueLine",
    "PageFile",
    "PageText",
    "PublicPage",
    "Tally",
    "Thanks",
    "Ticket",
]
