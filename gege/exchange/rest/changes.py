"""What changed in a register, and whether both sides hold the same (R-043, R-044)."""

from django.http import HttpResponse

from gege.exchange.actions.compare import compare_outlet
from gege.exchange.actions.give import acknowledge, give
from gege.exchange.errors import Invalid, Refused
from gege.exchange.models import Figure, Given, Outlet
from gege.exchange.queries.grants import entries_for, grant_of
from gege.exchange.rest.saying import said
from gege.exchange.rules.changes import PAGE
from gege.exchange.rules.figures import Count
from gege.kernel.county_day import local_date
from gege.openapi.api import Call, Json, answer, hash_of, key_in, moment
from gege.registers.api import Contract, current_contract, is_live
from gege.territory.api import read_editions


@said
def listed(call: Call) -> HttpResponse:
    """List the sheets that a department is given or speaks of, with the fields and their days."""
    contract, today = current_contract(read_editions()), local_date(call.now)
    outlets = {
        one.sheet: one
        for one in Outlet.objects.filter(client=call.caller.client, ended_at__isnull=True)
    }
    department = call.by.unit_code.partition("-")[0]
    rows = []
    for code, sheet in contract.sheets.items():
        own = department in contract.register_of[code].departments()
        shared = bool(entries_for(call.by.unit_code, code, today))
        if (own or shared) and is_live(contract.register_of[code].code):
            row: Json = {"sheet": code, "name": sheet.words.in_language(call.language), "own": own}
            rows.append(row | _shared(call, code, contract, outlets.get(code), shared=shared))
    return answer({"registers": rows})


@said
def changed(call: Call, sheet: str) -> HttpResponse:
    """Answer the next page of changes; what is in it stands in the access log of each person."""
    page = give(
        call.caller.client,
        sheet,
        call.query.get("after", ""),
        by=call.by,
        now=call.now,
        editions=read_editions(),
        limit=call.query.get("limit", PAGE),
    )
    return answer(
        {
            "sheet": sheet,
            "fields": list(page.grant.names),
            "withheld": list(page.grant.withheld),
            "until": page.grant.until.isoformat(),
            "records": list(page.records),
            "next": page.cursor,
            "more": page.more,
        }
    )


@said
def acknowledged(call: Call, sheet: str) -> HttpResponse:
    """Take the word that everything up to a cursor arrived and is stored."""
    outlet, _turn = acknowledge(call.caller.client, sheet, call.body["cursor"], now=call.now)
    return answer({"sheet": sheet, "all": outlet.acked >= outlet.given})


@said
def versions(call: Call, sheet: str) -> HttpResponse:
    """List the records that were given, with their versions: nothing personal, for comparing."""
    outlet = _outlet(call, sheet)
    limit = call.query.get("limit", 1000)
    rows = Given.objects.filter(outlet=outlet, pk__gt=call.query.get("after", 0), gone=False)
    found = list(rows.order_by("pk").select_related("record")[: limit + 1])
    return answer(
        {
            "records": [
                {
                    "uid": str(one.record.uid),
                    "version": one.version,
                    "area": one.area,
                    "month": one.month,
                }
                for one in found[:limit]
            ],
            "next": found[limit - 1].pk if len(found) > limit else None,
        }
    )


@said
def comparison(call: Call, sheet: str) -> HttpResponse:
    """Compare what a department holds with what it was given, and keep the result."""
    outlet = _outlet(call, sheet)
    theirs: dict[tuple[str, str], Count] = {}
    for one in call.body["lines"]:
        key = (one.get("area", ""), one.get("month", ""))
        if key in theirs:
            raise Invalid("lines", "unknown_choice")
        theirs[key] = Count(one["count"], one.get("digest", ""))
    key_of_digests = bytes.fromhex(hash_of(key_in(call.request)))
    kept = compare_outlet(outlet, theirs, key_of_digests, by=call.by, now=call.now)
    rows = Figure.objects.filter(comparison=kept).exclude(what="same").order_by("id")
    return answer(
        {
            "at": moment(kept.at),
            "ours": kept.ours,
            "theirs": kept.theirs,
            "differences": [
                {
                    "area": one.area,
                    "month": one.month,
                    "ours": one.ours,
                    "theirs": one.theirs,
                    "what": one.what,
                }
                for one in rows
            ],
        }
    )


def _shared(
    call: Call, code: str, contract: Contract, outlet: Outlet | None, *, shared: bool
) -> Json:
    if not shared:
        return {"fields": [], "withheld": [], "until": None, "given_at": None}
    grant = grant_of(call.by, code, contract, local_date(call.now))
    fields = [
        {
            "name": one.name,
            "label": one.words.in_language(call.language),
            "type": str(one.type),
            "level": int(one.level),
        }
        for one in grant.fields
    ]
    return {
        "fields": fields,
        "withheld": list(grant.withheld),
        "until": grant.until.isoformat(),
        "given_at": moment(outlet.given_at) if outlet else None,
    }


def _outlet(call: Call, sheet: str) -> Outlet:
    """Return how a department is told of a sheet that it may be told of today."""
    grant_of(call.by, sheet, current_contract(read_editions()), local_date(call.now))
    rows = Outlet.objects.filter(client=call.caller.client, sheet=sheet, ended_at__isnull=True)
    found = rows.first()
    if found is None:
        raise Refused("nothing_given")
    return found
