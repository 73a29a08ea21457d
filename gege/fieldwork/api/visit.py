"""Visits, and the households that cadres keep in touch with."""

from gege.fieldwork.actions.confirm_visit import confirm_by_call, confirm_visit, issue_code
from gege.fieldwork.actions.link_household import end_link, link_household
from gege.fieldwork.actions.make_visit import make_visit
from gege.fieldwork.actions.plan_visit import cancel_visit, plan_from_links, plan_visit
from gege.fieldwork.actions.raise_concern import raised_on
from gege.fieldwork.models import Concern, ContactLink, Visit
from gege.fieldwork.queries.households import HouseholdWork, VisitDays, visit_days, work_at
from gege.fieldwork.queries.shifting import GroundWork, ground_work
from gege.fieldwork.queries.visits import (
    LinkLine,
    VisitBox,
    VisitFilter,
    VisitList,
    VisitPage,
    found_visits,
    link_by_uid,
    links,
    links_of,
    may_write_at,
    reads_personal,
    visit_by_uid,
    visit_page,
    visits,
    visits_due,
    visits_made,
)
from gege.fieldwork.rules.visits import MADE, TARGET_HOUSEHOLDS, is_overdue, wants_confirmation

__all__ = [
    "MADE",
    "TARGET_HOUSEHOLDS",
    "Concern",
    "ContactLink",
    "GroundWork",
    "HouseholdWork",
    "LinkLine",
    "Visit",
    "VisitBox",
    "VisitDays",
    "VisitFilter",
    "VisitList",
    "VisitPage",
    "cancel_visit",
    "confirm_by_call",
    "confirm_visit",
    "end_link",
    "found_visits",
    "ground_work",
    "is_overdue",
    "issue_code",
    "link_by_uid",
    "link_household",
    "links",
    "links_of",
    "make_visit",
    "may_write_at",
    "plan_from_links",
    "plan_visit",
    "raised_on",
    "reads_personal",
    "visit_by_uid",
    "visit_days",
    "visit_page",
    "visits",
    "visits_due",
    "visits_made",
    "wants_confirmation",
    "work_at",
]
