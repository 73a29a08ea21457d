"""The door of field work: deeds, reads, words."""

from gege.fieldwork import names
from gege.fieldwork.actions.assign import assign, leave_out, take_in
from gege.fieldwork.actions.campaign_step import may_manage
from gege.fieldwork.actions.check_entry import CHECKERS, check_entry
from gege.fieldwork.actions.confirm_visit import confirm_by_call, confirm_visit, issue_code
from gege.fieldwork.actions.draft_campaign import amend_campaign, draft_campaign
from gege.fieldwork.actions.hand_over import enrol, hand_over
from gege.fieldwork.actions.link_household import end_link, link_household
from gege.fieldwork.actions.make_visit import Confirmation, make_visit
from gege.fieldwork.actions.plan_visit import cancel_visit, plan_from_links, plan_visit
from gege.fieldwork.actions.raise_concern import raised_on
from gege.fieldwork.actions.register_terminal import import_terminals, register_terminal
from gege.fieldwork.actions.run_campaign import close_campaign, open_campaign
from gege.fieldwork.actions.take_entry import COLLECTORS, take_entry
from gege.fieldwork.actions.terminal_contact import contact, password_again, renew
from gege.fieldwork.actions.terminal_ends import end_own, found_again, report_lost, retire, revoke
from gege.fieldwork.actions.upload_form import FORM_MAKERS, FormUploaded, attach_media, upload_form
from gege.fieldwork.editions import current_rules
from gege.fieldwork.errors import FieldError, Invalid, NotFound, Refused, Stale
from gege.fieldwork.models import (
    Assignment,
    Campaign,
    CampaignForm,
    Concern,
    ContactLink,
    Entry,
    EntryFile,
    FormMedia,
    Terminal,
    Visit,
)
from gege.fieldwork.names import sentence_of
from gege.fieldwork.queries.campaigns import (
    MAKERS,
    Building,
    CampaignWork,
    Door,
    campaign_by,
    campaigns,
    campaigns_for,
    running,
)
from gege.fieldwork.queries.entries import (
    EntryFilter,
    EntryPage,
    entries_of,
    entry_by,
    entry_list,
    files_of,
    reads_openly,
)
from gege.fieldwork.queries.forms import form_by, media_of, missing_media, parsed
from gege.fieldwork.queries.progress import AreaLine, BuildingLine, Progress, campaign_progress
from gege.fieldwork.queries.scope import grid_by_code, grids_of, may_see, scope_of
from gege.fieldwork.queries.terminals import (
    TerminalFilter,
    TerminalPage,
    ended_by,
    found_terminals,
    serials_known,
    terminal_by_token,
    terminal_page,
    terminals,
    terminals_of,
)
from gege.fieldwork.queries.visits import (
    LinkLine,
    VisitBox,
    VisitFilter,
    VisitPage,
    found_visits,
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
from gege.fieldwork.rules import words
from gege.fieldwork.rules.asset_list import Asset, AssetPlan, read_assets
from gege.fieldwork.rules.field_rules import FieldRules
from gege.fieldwork.rules.field_rules import to_json as rules_to_json
from gege.fieldwork.rules.terminals import CODE_HOURS, MOST_IN_USE, TerminalDeed
from gege.fieldwork.rules.visits import MADE, TARGET_HOUSEHOLDS, is_overdue, wants_confirmation

__all__ = [
    "CHECKERS",
    "CODE_HOURS",
    "COLLECTORS",
    "FORM_MAKERS",
    "MADE",
    "MAKERS",
    "MOST_IN_USE",
    "TARGET_HOUSEHOLDS",
    "AreaLine",
    "Asset",
    "AssetPlan",
    "Assignment",
    "Building",
    "BuildingLine",
    "Campaign",
    "CampaignForm",
    "CampaignWork",
    "Concern",
    "Confirmation",
    "ContactLink",
    "Door",
    "Entry",
    "EntryFile",
    "EntryFilter",
    "EntryPage",
    "FieldError",
    "FieldRules",
    "FormMedia",
    "FormUploaded",
    "Invalid",
    "LinkLine",
    "NotFound",
    "Progress",
    "Refused",
    "Stale",
    "Terminal",
    "TerminalDeed",
    "TerminalFilter",
    "TerminalPage",
    "Visit",
    "VisitBox",
    "VisitFilter",
    "VisitPage",
    "amend_campaign",
    "assign",
    "attach_media",
    "campaign_by",
    "campaign_progress",
    "campaigns",
    "campaigns_for",
    "cancel_visit",
    "check_entry",
    "close_campaign",
    "confirm_by_call",
    "confirm_visit",
    "contact",
    "current_rules",
    "draft_campaign",
    "end_link",
    "end_own",
    "ended_by",
    "enrol",
    "entries_of",
    "entry_by",
    "entry_list",
    "files_of",
    "form_by",
    "found_again",
    "found_terminals",
    "found_visits",
    "grid_by_code",
    "grids_of",
    "hand_over",
    "import_terminals",
    "is_overdue",
    "issue_code",
    "leave_out",
    "link_household",
    "links",
    "links_of",
    "make_visit",
    "may_manage",
    "may_see",
    "may_write_at",
    "media_of",
    "missing_media",
    "names",
    "open_campaign",
    "parsed",
    "password_again",
    "plan_from_links",
    "plan_visit",
    "raised_on",
    "read_assets",
    "reads_openly",
    "reads_personal",
    "register_terminal",
    "renew",
    "report_lost",
    "retire",
    "revoke",
    "rules_to_json",
    "running",
    "scope_of",
    "sentence_of",
    "serials_known",
    "take_entry",
    "take_in",
    "terminal_by_token",
    "terminal_page",
    "terminals",
    "terminals_of",
    "upload_form",
    "visit_by_uid",
    "visit_page",
    "visits",
    "visits_due",
    "visits_made",
    "wants_confirmation",
    "words",
]
