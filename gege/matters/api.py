"""The door of matters: deeds, reads, words."""

from gege.matters import names, triage_names
from gege.matters.actions.accept import accept
from gege.matters.actions.acknowledge import acknowledge
from gege.matters.actions.attach import attach, checked, keep, path_of
from gege.matters.actions.call_back import call_back, close
from gege.matters.actions.complete import complete, handle_in_place
from gege.matters.actions.contact import change_contact
from gege.matters.actions.decline import decline
from gege.matters.actions.dispatch import dispatch, rule
from gege.matters.actions.escalate import escalate
from gege.matters.actions.extend import ask_extension, extend, refuse_extension
from gege.matters.actions.following import Followed, Instructed, set_follower
from gege.matters.actions.give_back import give_back
from gege.matters.actions.late_steps import announce_steps
from gege.matters.actions.learn import ask_to_learn, learn_triage
from gege.matters.actions.merge import merge
from gege.matters.actions.offering import Offered, OfferPage, offer_text, offered
from gege.matters.actions.pause import pause, resume
from gege.matters.actions.place import place, reassign
from gege.matters.actions.publish_rulebook import publish_rulebook
from gege.matters.actions.remarks import note, reply
from gege.matters.actions.reopen import reopen
from gege.matters.actions.report import Report, Who, report
from gege.matters.actions.settle_provisional import settle_provisional
from gege.matters.actions.skip_level import downgrade, skip_level
from gege.matters.actions.thumbnail import THUMBNAIL_TYPE, thumbnail_path
from gege.matters.actions.timers import announce_lights, end_pauses
from gege.matters.actions.tracing import trace
from gege.matters.actions.triage import triage
from gege.matters.actions.urge import urge
from gege.matters.actions.verify import send_back, verify
from gege.matters.actions.watch import watch
from gege.matters.actions.withdraw import add_words, withdraw
from gege.matters.books import current_rulebook, rulebook
from gege.matters.default_rulebook import default_rulebook
from gege.matters.errors import Invalid, MatterError, NotFound, Refused, Stale
from gege.matters.models import (
    Attachment,
    ExtensionRequest,
    Instruction,
    Matter,
    Offer,
    Remark,
    Reporting,
    RulebookEdition,
    TriageModel,
)
from gege.matters.names import sentence_of
from gege.matters.queries.around import matters_around
from gege.matters.queries.callers import matters_of_phone
from gege.matters.queries.counts import counts
from gege.matters.queries.inbox import (
    PAGE,
    Box,
    Filter,
    Order,
    Page,
    light_condition,
    matters,
    open_rows,
    page,
)
from gege.matters.queries.many import moves_of_many
from gege.matters.queries.near import NearMatter, near_matters, seen_of
from gege.matters.queries.page import MatterPage, TraceStep, matter_page
from gege.matters.queries.promptness import prompt_condition
from gege.matters.queries.repeated import (
    LEAST,
    PERIODS,
    Asking,
    Place,
    Repeated,
    RepeatedPage,
    before,
    records_of,
    repeated,
)
from gege.matters.queries.scope import matter_by_number, scope_of, unit_sees, visible
from gege.matters.queries.setting import Setting, setting
from gege.matters.queries.stranded import Stranded, StrandedPage, stranded
from gege.matters.queries.triage_help import (
    Suggestions,
    Taken,
    lead_label,
    newest_models,
    suggested_departments,
    suggested_kinds,
    taken,
    triage_model,
)
from gege.matters.rules import words
from gege.matters.rules.clocks import late_step
from gege.matters.rules.closing import ALLOWED_OUTCOMES, outcome_problem
from gege.matters.rules.confidence import CONFIDANTS, may_know
from gege.matters.rules.lights import Clock, lateness_of, light_of
from gege.matters.rules.moves import TABLE, Facts, Refusal, Standing, may
from gege.matters.rules.nearness import Near, Seen
from gege.matters.rules.routing import UnitView, may_lead, suggested_leads
from gege.matters.rules.rulebook import (
    ANY,
    THRESHOLD_RANGES,
    Kind,
    LimitRow,
    Rulebook,
    Thresholds,
    problems_of,
)
from gege.matters.rules.rulebook_text import from_json, to_json
from gege.matters.rules.triage_help.judging import LEAST_EXAMPLES, Verdict
from gege.matters.rules.triage_help.model import Asked, Suggested
from gege.matters.rules.words import Light, Move, State, Tier
from gege.matters.zone import LOCAL, local_date

__all__ = [
    "ALLOWED_OUTCOMES",
    "ANY",
    "CONFIDANTS",
    "LEAST",
    "LEAST_EXAMPLES",
    "LOCAL",
    "PAGE",
    "PERIODS",
    "TABLE",
    "THRESHOLD_RANGES",
    "THUMBNAIL_TYPE",
    "Asked",
    "Asking",
    "Attachment",
    "Box",
    "Clock",
    "ExtensionRequest",
    "Facts",
    "Filter",
    "Followed",
    "Instructed",
    "Instruction",
    "Invalid",
    "Kind",
    "Light",
    "LimitRow",
    "Matter",
    "MatterError",
    "MatterPage",
    "Move",
    "Near",
    "NearMatter",
    "NotFound",
    "Offer",
    "OfferPage",
    "Offered",
    "Order",
    "Page",
    "Place",
    "Refusal",
    "Refused",
    "Remark",
    "Repeated",
    "RepeatedPage",
    "Report",
    "Reporting",
    "Rulebook",
    "RulebookEdition",
    "Seen",
    "Setting",
    "Stale",
    "Standing",
    "State",
    "Stranded",
    "StrandedPage",
    "Suggested",
    "Suggestions",
    "Taken",
    "Thresholds",
    "Tier",
    "TraceStep",
    "TriageModel",
    "UnitView",
    "Verdict",
    "Who",
    "accept",
    "acknowledge",
    "add_words",
    "announce_lights",
    "announce_steps",
    "ask_extension",
    "ask_to_learn",
    "attach",
    "before",
    "call_back",
    "change_contact",
    "checked",
    "close",
    "complete",
    "counts",
    "current_rulebook",
    "decline",
    "default_rulebook",
    "dispatch",
    "downgrade",
    "end_pauses",
    "escalate",
    "extend",
    "from_json",
    "give_back",
    "handle_in_place",
    "keep",
    "late_step",
    "lateness_of",
    "lead_label",
    "learn_triage",
    "light_condition",
    "light_of",
    "local_date",
    "matter_by_number",
    "matter_page",
    "matters",
    "matters_around",
    "matters_of_phone",
    "may",
    "may_know",
    "may_lead",
    "merge",
    "moves_of_many",
    "names",
    "near_matters",
    "newest_models",
    "note",
    "offer_text",
    "offered",
    "open_rows",
    "outcome_problem",
    "page",
    "path_of",
    "pause",
    "place",
    "problems_of",
    "prompt_condition",
    "publish_rulebook",
    "reassign",
    "records_of",
    "refuse_extension",
    "reopen",
    "repeated",
    "reply",
    "report",
    "resume",
    "rule",
    "rulebook",
    "scope_of",
    "seen_of",
    "send_back",
    "sentence_of",
    "set_follower",
    "setting",
    "settle_provisional",
    "skip_level",
    "stranded",
    "suggested_departments",
    "suggested_kinds",
    "suggested_leads",
    "taken",
    "thumbnail_path",
    "to_json",
    "trace",
    "triage",
    "triage_model",
    "triage_names",
    "unit_sees",
    "urge",
    "verify",
    "visible",
    "watch",
    "withdraw",
    "words",
]
