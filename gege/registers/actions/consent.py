"""The person's consent: asked before it is needed, written down, and taken back at any time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.kernel.county_day import local_date
from gege.registers.actions.chronicle import write_version
from gege.registers.actions.entering import side_of
from gege.registers.actions.forget import erase_values, said_in_vain
from gege.registers.actions.scene import Scene
from gege.registers.books import current_contract, current_number
from gege.registers.errors import Faults, Invalid, NotFound, Refused
from gege.registers.models import Consent, Record
from gege.registers.queries.scope import reader, record_by_uid
from gege.registers.rules.consenting import fields_of_consent, may_consent, still_to_ask
from gege.registers.rules.entries import Entry
from gege.registers.rules.values import Wrong
from gege.staff.api import Actor
from gege.territory.api import Editions, read_editions


def check_consent(record: Record, entry: Entry, scene: Scene, *, child: bool) -> list[str]:
    """Return the fields that a consent given now is for; raises Faults where it is missing.

    What was consented to before, and not taken back, is not asked again. Raises Invalid("consent")
    when somebody consents who may not.
    """
    given = scene.source.consent
    said = {name: entry.value(name) for name in entry.names}
    wanted = fields_of_consent(scene.sheet, said)
    covered = _covered(record) if wanted and record.pk else frozenset()
    missing = still_to_ask(wanted, side=scene.source.side, covered=covered, given=given)
    if missing:
        raise Faults({name: Wrong("consent_needed") for name in missing})
    new = [name for name in wanted if name not in covered]
    if given and new and not may_consent(given, child=child):
        raise Invalid("consent", "guardian_consents" if child else "unknown_choice")
    return new if given else []


def keep_consent(record: Record, fields: list[str], scene: Scene) -> None:
    """Write down who consented to which fields, how, and to which text."""
    if not fields:
        return
    Consent.objects.create(
        record=record,
        fields=fields,
        notice=f"{current_number(read_editions())}:{scene.sheet.code}",
        given_by=scene.source.consent,
        as_guardian=scene.source.consent == "guardian",
        how="written" if scene.source.evidence == "document" else "spoken",
        taken_by=scene.source.by.name,
        given_at=scene.now,
    )


def withdraw_consent(record_uid: UUID, *, by: Actor, now: datetime, editions: Editions) -> Record:
    """Take all consents of a record back: what was kept on them is forgotten at once.

    What has a law as its basis stays. Raises NotFound, Refused (`not_a_collector`, `reads_only`,
    `no_consent`).
    """
    contract, today = current_contract(editions), local_date(now)
    one = reader(by, today)
    side_of(by)
    with transaction.atomic():
        record = record_by_uid(record_uid, one, contract, lock=True)
        if one.only_reads(record, contract):
            raise Refused("reads_only")
        sheet = contract.sheets.get(record.sheet)
        if sheet is None:
            raise NotFound
        live = Consent.objects.filter(record=record, withdrawn_at__isnull=True)
        if not live.exists():
            raise Refused("no_consent")
        filled = {**dict.fromkeys(said_in_vain([record]).get(record.pk, ()), 1), **record.standing}
        names = fields_of_consent(sheet, filled)
        if names:
            erase_values(record, sheet, names, today)
        live.update(withdrawn_at=now)
        write_version(
            record, "withdraw_consent", {}, by=by, now=now, more={"fields": sorted(names)}
        )
    return record


def _covered(record: Record) -> frozenset[str]:
    live = Consent.objects.filter(record=record, withdrawn_at__isnull=True)
    return frozenset(name for fields in live.values_list("fields", flat=True) for name in fields)
