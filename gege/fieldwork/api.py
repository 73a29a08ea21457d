"""The door of field work: deeds, reads, words."""

from gege.fieldwork import names
from gege.fieldwork.actions.assign import assign, leave_out, take_in
from gege.fieldwork.actions.campaign_step import may_manage
from gege.fieldwork.actions.check_entry import CHECKERS, check_entry
from gege.fieldwork.actions.check_in import check_in
from gege.fieldwork.actions.confirm_visit import confirm_by_call, confirm_visit, issue_code
from gege.fieldwork.actions.draft_campaign import amend_campaign, draft_campaign
from gege.fieldwork.actions.end_patrol import end_patrol
from gege.fieldwork.actions.excusing import AHEAD_DAYS, DECIDERS, decide_excuse, excuse
from gege.fieldwork.actions.found_on import found_on
from gege.fieldwork.actions.hand_over import enrol, hand_over
from gege.fieldwork.actions.import_points import (
    Imported,
    PlannedPoint,
    PointPlan,
    import_points,
    plan_points,
)
from gege.fieldwork.actions.keep_points import add_point, amend_point, end_point
from gege.fieldwork.actions.link_household import end_link, link_household
from gege.fieldwork.actions.make_visit import Confirmation, make_visit
from gege.fieldwork.actions.patrol_timers import end_forgotten, forget_tracks
from gege.fieldwork.actions.plan_visit import cancel_visit, plan_from_links, plan_visit
from gege.fieldwork.actions.point_facts import KEEPERS
from gege.fieldwork.actions.publish_field_rules import publish_field_rules
from gege.fieldwork.actions.raise_concern import raised_on
from gege.fieldwork.actions.register_terminal import import_terminals, register_terminal
from gege.fieldwork.actions.reveal_track import TrackFix, may_see_track, reveal_track
from gege.fieldwork.actions.run_campaign import close_campaign, open_campaign
from gege.fieldwork.actions.start_patrol import start_patrol
from gege.fieldwork.actions.suggest_round import suggest_round
from gege.fieldwork.actions.take_entry import COLLECTORS, take_entry
from gege.fieldwork.actions.terminal_contact import contact, password_again, renew
from gege.fieldwork.actions.terminal_ends import end_own, found_again, report_lost, retire, revoke
from gege.fieldwork.actions.track import Kept, track
from gege.fieldwork.actions.upload_form import FORM_MAKERS, FormUploaded, attach_media, upload_form
from gege.fieldwork.demonstration.dwelling_survey import dwelling_survey
from gege.fieldwork.demonstration.dwelling_survey import dwelling_survey as sample_form
from gege.fieldwork.editions import current_rules
from gege.fieldwork.errors import FieldError, Invalid, NotFound, Refused, Stale
from gege.fieldwork.models import (
    Assignment,
    Campaign,
    CampaignForm,
    CheckPoint,
    Concern,
    ContactLink,
    Entry,
    EntryFile,
    Excuse,
    FieldRulesEdition,
    FormMedia,
    Patrol,
    Terminal,
    Visit,
)
from gege.fieldwork.names import sentence, sentence_of
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
from gege.fieldwork.queries.collecting import (
    Belonging,
    buildings_csv,
    form_for,
    media_for,
    where_it_belongs,
)
from gege.fieldwork.queries.days import (
    Completion,
    DayPage,
    GridDay,
    HalfLine,
    completion,
    day_of_grid,
    is_service_day,
    patrols_of_day,
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
from gege.fieldwork.queries.forms import for_handheld, form_by, media_of, missing_media, parsed
from gege.fieldwork.queries.patrols import (
    ExcusePage,
    Passed,
    PatrolLine,
    PatrolPage,
    RoundLine,
    excuse_by_uid,
    excuses_of_grid,
    excuses_page,
    excuses_waiting,
    open_patrol,
    passed_on,
    patrol_page,
    recent_patrols,
    rounds_of,
)
from gege.fieldwork.queries.points import (
    PointLine,
    PointPage,
    counts_by_grid,
    point_by_uid,
    points_of,
    points_page,
)
from gege.fieldwork.queries.progress import AreaLine, BuildingLine, Progress, campaign_progress
from gege.fieldwork.queries.scope import grid_by_code, grids_of, may_see, scope_of
from gege.fieldwork.queries.terminals import (
    TerminalFilter,
    TerminalList,
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
from gege.fieldwork.rules import words
from gege.fieldwork.rules.answers import (
    BUILDINGS_FILE,
    Answer,
    Told,
    ended_at,
    named_files,
    read_answer,
    rows_of,
    told_by,
)
from gege.fieldwork.rules.asset_list import Asset, AssetPlan, read_assets
from gege.fieldwork.rules.campaigns import Tally
from gege.fieldwork.rules.field_rules import RANGES, FieldRules, RuleProblem
from gege.fieldwork.rules.field_rules import from_json as rules_from_json
from gege.fieldwork.rules.field_rules import problems_of as problems_of_rules
from gege.fieldwork.rules.field_rules import to_json as rules_to_json
from gege.fieldwork.rules.form_texts import in_language
from gege.fieldwork.rules.patrols import Counts, Fix, Standing
from gege.fieldwork.rules.terminals import (
    CODE_HOURS,
    MOST_IN_USE,
    TerminalDeed,
    deeds_possible,
    is_silent,
)
from gege.fieldwork.rules.visits import MADE, TARGET_HOUSEHOLDS, is_overdue, wants_confirmation
from gege.fieldwork.rules.xforms import Item, XForm
from gege.fieldwork.rules.xml_reading import FormFault
from gege.fieldwork.sentences.terminals import ASSET_PROBLEMS

__all__ = [
    "AHEAD_DAYS",
    "ASSET_PROBLEMS",
    "BUILDINGS_FILE",
    "CHECKERS",
    "CODE_HOURS",
    "COLLECTORS",
    "DECIDERS",
    "FORM_MAKERS",
    "KEEPERS",
    "MADE",
    "MAKERS",
    "MOST_IN_USE",
    "RANGES",
    "TARGET_HOUSEHOLDS",
    "Answer",
    "AreaLine",
    "Asset",
    "AssetPlan",
    "Assignment",
    "Belonging",
    "Building",
    "BuildingLine",
    "Campaign",
    "CampaignForm",
    "CampaignWork",
    "CheckPoint",
    "Completion",
    "Concern",
    "Confirmation",
    "ContactLink",
    "Counts",
    "DayPage",
    "Door",
    "Entry",
    "EntryFile",
    "EntryFilter",
    "EntryPage",
    "Excuse",
    "ExcusePage",
    "FieldError",
    "FieldRules",
    "FieldRulesEdition",
    "Fix",
    "FormFault",
    "FormMedia",
    "FormUploaded",
    "GridDay",
    "HalfLine",
    "Imported",
    "Invalid",
    "Item",
    "Kept",
    "LinkLine",
    "NotFound",
    "Passed",
    "Patrol",
    "PatrolLine",
    "PatrolPage",
    "PlannedPoint",
    "PointLine",
    "PointPage",
    "PointPlan",
    "Progress",
    "Refused",
    "RoundLine",
    "RuleProblem",
    "Stale",
    "Standing",
    "Tally",
    "Terminal",
    "TerminalDeed",
    "TerminalFilter",
    "TerminalList",
    "TerminalPage",
    "Told",
    "TrackFix",
    "Visit",
    "VisitBox",
    "VisitFilter",
    "VisitList",
    "VisitPage",
    "XForm",
    "add_point",
    "amend_campaign",
    "amend_point",
    "assign",
    "attach_media",
    "buildings_csv",
    "campaign_by",
    "campaign_progress",
    "campaigns",
    "campaigns_for",
    "cancel_visit",
    "check_entry",
    "check_in",
    "close_campaign",
    "completion",
    "confirm_by_call",
    "confirm_visit",
    "contact",
    "counts_by_grid",
    "current_rules",
    "day_of_grid",
    "decide_excuse",
    "deeds_possible",
    "draft_campaign",
    "dwelling_survey",
    "end_forgotten",
    "end_link",
    "end_own",
    "end_patrol",
    "end_point",
    "ended_at",
    "ended_by",
    "enrol",
    "entries_of",
    "entry_by",
    "entry_list",
    "excuse",
    "excuse_by_uid",
    "excuses_of_grid",
    "excuses_page",
    "excuses_waiting",
    "files_of",
    "for_handheld",
    "forget_tracks",
    "form_by",
    "form_for",
    "found_again",
    "found_on",
    "found_terminals",
    "found_visits",
    "grid_by_code",
    "grids_of",
    "hand_over",
    "import_points",
    "import_terminals",
    "in_language",
    "is_overdue",
    "is_service_day",
    "is_silent",
    "issue_code",
    "leave_out",
    "link_by_uid",
    "link_household",
    "links",
    "links_of",
    "make_visit",
    "may_manage",
    "may_see",
    "may_see_track",
    "may_write_at",
    "media_for",
    "media_of",
    "missing_media",
    "named_files",
    "names",
    "open_campaign",
    "open_patrol",
    "parsed",
    "passed_on",
    "password_again",
    "patrol_page",
    "patrols_of_day",
    "plan_from_links",
    "plan_points",
    "plan_visit",
    "point_by_uid",
    "points_of",
    "points_page",
    "problems_of_rules",
    "publish_field_rules",
    "raised_on",
    "read_answer",
    "read_assets",
    "reads_openly",
    "reads_personal",
    "recent_patrols",
    "register_terminal",
    "renew",
    "report_lost",
    "retire",
    "reveal_track",
    "revoke",
    "rounds_of",
    "rows_of",
    "rules_from_json",
    "rules_to_json",
    "running",
    "sample_form",
    "scope_of",
    "sentence",
    "sentence_of",
    "serials_known",
    "start_patrol",
    "suggest_round",
    "take_entry",
    "take_in",
    "terminal_by_token",
    "terminal_page",
    "terminals",
    "terminals_of",
    "told_by",
    "track",
    "upload_form",
    "visit_by_uid",
    "visit_page",
    "visits",
    "visits_due",
    "visits_made",
    "wants_confirmation",
    "where_it_belongs",
    "words",
]
