"""The way to the form on which a matter is reported."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from gege.desk.api import Deed
from gege.staff.api import Actor, Role, may_write


def report_deed(request: HttpRequest) -> Deed | None:
    """Return the deed of reporting; None for who may not report."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or not may_write(actor.role) or actor.role is Role.ADMINISTRATOR:
        return None
    try:
        return Deed(_("Report a matter"), reverse("matter:new"))
    except NoReverseMatch:
        return None
