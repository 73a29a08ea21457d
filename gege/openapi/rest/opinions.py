"""What the county opinion platform asks: hand over a case, read how it stands, compare (R-071)."""

import re
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from gege.matters import api as matters
from gege.openapi.actions.once import Outcome
from gege.openapi.errors import ClientError, NotFound
from gege.openapi.models import Case, Difference, OpinionPlatform
from gege.openapi.names import sentence_of
from gege.openapi.opinion.comparing import compare, our_list
from gege.openapi.opinion.platform import platform_of
from gege.openapi.opinion.reading import lines_of
from gege.openapi.opinion.standing import standings
from gege.openapi.opinion.taking import refuse, take_case
from gege.openapi.opinion.telling import known
from gege.openapi.rest.answers import Problem, answer, moment
from gege.openapi.rest.asking import Call
from gege.openapi.rest.operations import Json
from gege.openapi.rules.opinions import THEIR_ID
from gege.territory.api import load_atlas

SPAN = timedelta(days=366)


def hand_over(call: Call, case: str) -> HttpResponse:
    """Take a version of a case: new, changed, again or late."""
    platform = _platform(call)
    if not re.fullmatch(THEIR_ID, case, re.ASCII):
        raise NotFound("no_case")
    given, by, where = call.body, call.by, call.where
    try:
        taken = take_case(platform, case, given, call.strange, by=by, where=where)
    except (matters.MatterError, ClientError) as error:
        # The list of the county centre stands in the county's language.
        with translation.override("zh-hans"):
            said = _said(error)
        refuse(platform, case, given["version"], said, now=call.now)
        raise
    found = standings([_case(platform, case)], load_atlas())
    standing = next(iter(found.values()))
    content = {"how": taken.how, "ignored": list(taken.ignored), "standing": standing}
    return answer(content, 201 if taken.how == "new" else 200)


def one(call: Call, case: str) -> HttpResponse:
    """Answer how a case stands."""
    found = _case(_platform(call), case)
    return answer(standings([found], load_atlas())[found.pk])


def received(call: Call, case: str) -> HttpResponse:
    """Take the platform's word that it has a standing; an old one is no news."""
    found = _case(_platform(call), case)
    present = standings([found], load_atlas())[found.pk]["hash"]
    same = call.body["hash"] == present
    if same:
        known(found, present, now=call.now)
    return answer({"present": same})


def attach(call: Call, case: str) -> HttpResponse:
    """Keep a photograph or a PDF with the matter of a case."""
    found = _case(_platform(call), case)

    def do() -> Outcome:
        number = found.matter.number
        row = matters.attach(number, upload=call.body["file"], by=call.by, now=call.now)
        matter = matters.matter_by_number(number, call.by)
        return Outcome(matter.number, matter.version, row.sha256)

    done = call.once(do)
    content = {"number": done.number, "version": done.version, "again": done.again}
    return answer(content | {"sha256": done.extra}, 201)


def index(call: Call) -> HttpResponse:
    """List the cases raised in a period as they are known here, for comparing."""
    platform = _platform(call)
    since, until = call.query["since"], call.query["until"]
    _check_span(since, until)
    found = our_list(platform, since, until)
    rows = [
        {"id": one.their_id, "version": one.version, "state": one.state, "hash": one.hash}
        for one in found
    ]
    return answer({"count": len(rows), "cases": rows})


def comparison(call: Call) -> HttpResponse:
    """Compare the platform's list with ours; the report stands at the county centre too."""
    platform, given = _platform(call), call.body
    since, until = given["since"], given["until"]
    _check_span(since, until)
    theirs = lines_of(given["cases"])
    if given["count"] != len({one.their_id for one in theirs}):
        raise Problem(422, "count", "count", field="count")
    report = compare(platform, theirs, since=since, until=until, by=call.by, now=call.now)
    rows = [
        {"id": row.their_id, "what": row.what, "ours": row.ours, "theirs": row.theirs}
        for row in Difference.objects.filter(report=report).order_by("their_id", "what")
    ]
    content: Json = {
        "at": moment(report.at),
        "ours": report.ours,
        "theirs": report.theirs,
        "differences": rows,
    }
    return answer(content)


def _said(error: matters.MatterError | ClientError) -> str:
    return sentence_of(error) if isinstance(error, ClientError) else matters.sentence_of(error)


def _platform(call: Call) -> OpinionPlatform:
    client = call.caller.client
    found = platform_of(client)
    if found is None:
        raise NotFound
    if not (client.reports and client.reads):
        raise Problem(403, "no_right", _("This token does not have the right to do this."))
    return found


def _case(platform: OpinionPlatform, case: str) -> Case:
    if not re.fullmatch(THEIR_ID, case, re.ASCII):
        raise NotFound("no_case")
    rows = Case.objects.filter(platform=platform, their_id=case).select_related("matter")
    found = rows.defer("matter__search").first()
    if found is None:
        raise NotFound("no_case")
    return found


def _check_span(since: datetime, until: datetime) -> None:
    if not since < until <= since + SPAN:
        raise Problem(400, "malformed", "since, until", field="until")
