"""Campaigns: forms, buildings, answers, progress."""

from gege.fieldwork.actions.assign import assign, leave_out, take_in
from gege.fieldwork.actions.campaign_step import may_manage
from gege.fieldwork.actions.check_entry import CHECKERS, check_entry
from gege.fieldwork.actions.draft_campaign import amend_campaign, draft_campaign
from gege.fieldwork.actions.export_entries import EXPORTERS, Exported, export_entries
from gege.fieldwork.actions.run_campaign import close_campaign, open_campaign
from gege.fieldwork.actions.take_entry import COLLECTORS, take_entry
from gege.fieldwork.actions.upload_form import FORM_MAKERS, FormUploaded, attach_media, upload_form
from gege.fieldwork.demonstration.dwelling_survey import dwelling_survey
from gege.fieldwork.demonstration.dwelling_survey import dwelling_survey as sample_form
from gege.fieldwork.models import Assignment, Campaign, CampaignForm, Entry, EntryFile, FormMedia
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
from gege.fieldwork.queries.progress import AreaLine, BuildingLine, Progress, campaign_progress
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
from gege.fieldwork.rules.campaigns import Tally
from gege.fieldwork.rules.form_texts import in_language
from gege.fieldwork.rules.xforms import Field, Item, XForm
from gege.fieldwork.rules.xml_reading import FormFault

__all__ = [
    "BUILDINGS_FILE",
    "CHECKERS",
    "COLLECTORS",
    "EXPORTERS",
    "FORM_MAKERS",
    "MAKERS",
    "Answer",
    "AreaLine",
    "Assignment",
    "Belonging",
    "Building",
    "BuildingLine",
    "Campaign",
    "CampaignForm",
    "CampaignWork",
    "Door",
    "Entry",
    "EntryFile",
    "EntryFilter",
    "EntryPage",
    "Exported",
    "Field",
    "FormFault",
    "FormMedia",
    "FormUploaded",
    "Item",
    "Progress",
    "Tally",
    "Told",
    "XForm",
    "amend_campaign",
    "assign",
    "attach_media",
    "buildings_csv",
    "campaign_by",
    "campaign_progress",
    "campaigns",
    "campaigns_for",
    "check_entry",
    "close_campaign",
    "draft_campaign",
    "dwelling_survey",
    "ended_at",
    "entries_of",
    "entry_by",
    "entry_list",
    "export_entries",
    "files_of",
    "for_handheld",
    "form_by",
    "form_for",
    "in_language",
    "leave_out",
    "may_manage",
    "media_for",
    "media_of",
    "missing_media",
    "named_files",
    "open_campaign",
    "parsed",
    "read_answer",
    "reads_openly",
    "rows_of",
    "running",
    "sample_form",
    "take_entry",
    "take_in",
    "told_by",
    "upload_form",
    "where_it_belongs",
]
