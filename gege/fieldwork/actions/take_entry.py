"""Take what became of a door in a campaign: an answered form, a no, or nobody there (R-046).

The same entry may arrive any number of times and in several parts; it is one entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from gege.fieldwork.actions.answer_files import Kept, looked_through
from gege.fieldwork.actions.entries import SLACK, choice, words
from gege.fieldwork.errors import Invalid, NotFound, Refused
from gege.fieldwork.models import Assignment, Campaign, CampaignForm, Entry, EntryFile
from gege.fieldwork.queries.forms import form_by, parsed
from gege.fieldwork.queries.scope import may_see
from gege.fieldwork.rules.answers import UID, Answer, fits, named_files, read_answer
from gege.fieldwork.rules.campaigns import check_after, counts_as_door, drawn, overlap, takes
from gege.fieldwork.rules.words import Outcome
from gege.fieldwork.rules.xml_reading import FormFault
from gege.staff.api import Actor, Role
from gege.trail.api import record

COLLECTORS: Final = frozenset({Role.GRID_WORKER, Role.STATION_CLERK, Role.TOWNSHIP_OPERATOR})
VIAS: Final = ("handheld", "openrosa", "desk")


@dataclass(frozen=True, slots=True)
class _Sent:
    """An entry as it came, cleaned."""

    uid: str
    form: CampaignForm
    answer: Answer | None
    xml: str
    door: str
    outcome: Outcome
    note: str
    via: str
    files: tuple[Kept, ...]
    at: datetime

    @property
    def digest(self) -> str:
        """The same for the same entry, by whatever way and in whatever parts it comes."""
        said = (self.form.form_id, self.form.version, self.door, self.outcome, self.note, self.xml)
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def take_entry(
    uid: str,
    *,
    campaign_uid: UUID | str | None,
    form_id: str,
    version: str,
    assignment_id: int | str | None,
    door: str,
    outcome: str,
    note: str,
    xml: str,
    files: Mapping[str, bytes],
    via: str,
    at: datetime,
    by: Actor,
    now: datetime,
) -> Entry:
    """Keep an entry, or find it kept already.

    `xml` is the answered instance of `form_id` in `version` and is needed when the outcome is
    done; its instance ID is the `uid`. `assignment_id` is the building, None where the form does
    not say. Without `campaign_uid` the campaign is the one that goes with the form at the place.
    `files` may come later under the same uid. Raises NotFound, Invalid, or Refused("uid_used")
    for another content or another person under the uid, Refused("campaign_closed") for what was
    done after the end.
    """
    sent = _cleaned(uid, form_id, version, door, outcome, note, xml, files, via, at, now)
    with transaction.atomic():
        _alone(sent.uid)
        known = Entry.objects.filter(uid=sent.uid).select_related("form").first()
        if known is not None:
            return _again(known, sent, by, now)
        assignment = _assignment(assignment_id, by)
        campaign = _campaign(campaign_uid, sent, assignment, by)
        _check_time(campaign, sent.at)
        entry = _kept(sent, campaign, assignment, by, now)
        for file in sent.files:
            _add(entry, file)
        record(
            stream=f"entry:{entry.uid}",
            deed="take_entry",
            by=by.signature(),
            now=now,
            after={
                "campaign": str(campaign.uid),
                "form": str(sent.form),
                "assignment": assignment.pk if assignment else None,
                "outcome": entry.outcome,
                "digest": entry.digest,
                "via": entry.via,
                "at": entry.made_at.isoformat(),
                "files": sorted(file.sha256 for file in sent.files),
            },
        )
    return entry


def _cleaned(
    uid: str,
    form_id: str,
    version: str,
    door: str,
    outcome: str,
    note: str,
    xml: str,
    files: Mapping[str, bytes],
    via: str,
    at: datetime,
    now: datetime,
) -> _Sent:
    if not UID.fullmatch(uid):
        raise Invalid("uid", "answer_without_id")
    if via not in VIAS:
        raise Invalid("via", "unknown_choice", value=via[:10])
    try:
        form = form_by(form_id, version)
    except NotFound:
        raise Invalid("form", "form_unknown", form=form_id[:64], version=version[:32]) from None
    word = choice("outcome", outcome, Outcome)
    answer = _answer(uid, form, xml) if xml else None
    if answer is None and word is Outcome.DONE:
        raise Invalid("xml", "answer_needed")
    if at - now > SLACK:
        raise Invalid("at", "in_the_future")
    return _Sent(
        uid=uid,
        form=form,
        answer=answer,
        xml=xml,
        door=words("door", door, most=40, lines=False),
        outcome=word,
        note=words("note", note, most=200),
        via=via,
        files=_named(looked_through(files), answer, form),
        at=min(at, now),
    )


def _answer(uid: str, form: CampaignForm, xml: str) -> Answer:
    try:
        answer = read_answer(xml.encode("utf-8", "surrogatepass"))
    except (FormFault, UnicodeError) as error:
        word = error.word if isinstance(error, FormFault) else "xml_broken"
        values = error.values if isinstance(error, FormFault) else {}
        raise Invalid("xml", word, **values) from error
    if "\x00" in xml:
        raise Invalid("xml", "xml_broken")
    if answer.uid != uid:
        raise Invalid("uid", "answer_of_other_id")
    if not fits(answer, parsed(form)):
        raise Invalid("xml", "answer_of_other_form")
    return answer


def _named(files: list[Kept], answer: Answer | None, form: CampaignForm) -> tuple[Kept, ...]:
    """Return the files; raises Invalid for one that the answer does not speak of."""
    named = named_files(answer, parsed(form)) if answer else ()
    for file in files:
        if file.name not in named:
            raise Invalid("file", "file_not_named", name=file.name)
    return tuple(files)


def _alone(uid: str) -> None:
    """Wait for whoever sends the same entry at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 46))", [uid])


def _again(known: Entry, sent: _Sent, by: Actor, now: datetime) -> Entry:
    """Return an entry that is here already, with the files that come only now."""
    if known.account_id != by.account_id or known.digest != sent.digest:
        raise Refused("uid_used")
    there = dict(EntryFile.objects.filter(entry=known).values_list("name", "sha256"))
    if any(there.get(file.name, file.sha256) != file.sha256 for file in sent.files):
        raise Refused("uid_used")
    fresh = [file for file in sent.files if file.name not in there]
    for file in fresh:
        _add(known, file)
    if fresh:
        record(
            stream=f"entry:{known.uid}",
            deed="add_files",
            by=by.signature(),
            now=now,
            more={"files": sorted(file.sha256 for file in fresh)},
        )
    return known


def _add(entry: Entry, file: Kept) -> None:
    file.store()
    EntryFile.objects.create(
        entry=entry,
        name=file.name,
        sha256=file.sha256,
        media_type=file.media_type,
        size=file.size,
    )


def _assignment(assignment_id: int | str | None, by: Actor) -> Assignment | None:
    """Return the building, locked so that its doors are counted one after another."""
    if assignment_id in (None, ""):
        return None
    if not str(assignment_id).isascii() or not str(assignment_id).isdigit():
        raise NotFound
    found = (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("campaign__form")
        .filter(pk=min(int(str(assignment_id)[:19]), 2**63 - 1))
        .first()
    )
    if found is None or not (may_see(by, found.area_code) or found.account_id == by.account_id):
        raise NotFound
    return found


def _campaign(
    campaign_uid: UUID | str | None, sent: _Sent, assignment: Assignment | None, by: Actor
) -> Campaign:
    if by.role not in COLLECTORS:
        raise NotFound
    campaign = assignment.campaign if assignment else None
    if campaign_uid is not None:
        try:
            wanted = UUID(str(campaign_uid))
        except ValueError:
            raise NotFound from None
        if campaign is not None and campaign.uid != wanted:
            raise NotFound
        campaign = campaign or Campaign.objects.filter(uid=wanted).select_related("form").first()
    elif campaign is None:
        campaign = _campaign_of_form(sent, by)
    if campaign is None:
        raise NotFound
    if assignment is None and not overlap((by.area_code,), campaign.area_codes):
        raise NotFound
    if campaign.form.form_id != sent.form.form_id:
        raise Invalid("form", "form_of_other_campaign")
    return campaign


def _campaign_of_form(sent: _Sent, by: Actor) -> Campaign | None:
    """Return the campaign that ran with the form at the place when the entry was made.

    Two that run at once share no place (`open_campaign`), so there is at most one; where the time
    fits none, the newest one says why it cannot be taken.
    """
    rows = [
        one
        for one in Campaign.objects.filter(form__form_id=sent.form.form_id, opened_at__isnull=False)
        .select_related("form")
        .order_by("-opened_at")[:200]
        if overlap((by.area_code,), one.area_codes)
    ]
    fitting = [one for one in rows if _why_not(one, sent.at) == ""]
    return next(iter([*fitting, *rows]), None)


def _why_not(campaign: Campaign, at: datetime) -> str:
    return takes(campaign.state, opened_at=campaign.opened_at, closed_at=campaign.closed_at, at=at)


def _check_time(campaign: Campaign, at: datetime) -> None:
    why = _why_not(campaign, at)
    if why:
        raise Refused(why)


def _kept(
    sent: _Sent,
    campaign: Campaign,
    assignment: Assignment | None,
    by: Actor,
    now: datetime,
) -> Entry:
    latest = _becomes_newest(sent, assignment)
    place = f"{assignment.pk} {sent.door}" if assignment and sent.door else sent.uid
    sample = drawn(f"{campaign.pk} {campaign.created_at}", place, campaign.sample_percent)
    return Entry.objects.create(
        uid=sent.uid,
        campaign=campaign,
        assignment=assignment,
        form=sent.form,
        area_code=assignment.area_code if assignment else _own_grid(by),
        door=sent.door,
        outcome=sent.outcome,
        note=sent.note,
        xml=sent.xml,
        digest=sent.digest,
        via=sent.via,
        account_id=by.account_id or 0,
        by_name=by.name,
        made_at=sent.at,
        received_at=now,
        latest=latest,
        check_state=check_after(sent.outcome, latest, sample),
    )


def _becomes_newest(sent: _Sent, assignment: Assignment | None) -> bool:
    """Tell whether an entry is the newest of its door, and let the one before it step back.

    What arrives late and was made earlier than the present one stays behind it.
    """
    if assignment is None or not counts_as_door(sent.door, assignment.expected):
        return True
    before = Entry.objects.filter(assignment=assignment, door=sent.door, latest=True)
    if before.filter(made_at__gt=sent.at).exists():
        return False
    # A look again that is still due would be at an answer that no longer counts.
    before.filter(check_state="due").update(check_state="")
    before.update(latest=False)
    return True


def _own_grid(by: Actor) -> str:
    return by.area_code if by.role is Role.GRID_WORKER else ""
