"""What everybody reads: the first page, who serves a grid, hot issues, policies."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gege.matters import api as matters
from gege.portal.names import ISSUE_STEPS, TOPICS, issue_state
from gege.portal.queries.issues import public_issues, public_lines
from gege.portal.queries.pages import newest_pages
from gege.portal.queries.places import COMMUNITY, living, station
from gege.portal.queries.thanks import NEWEST as NEWEST_THANKS
from gege.portal.queries.thanks import public_thanks
from gege.portal.views.news import rows_of
from gege.portal.views.report import chooser
from gege.portal.views.shared import now_of, page, spoken, today
from gege.services import api as services
from gege.staff.access import open_to_everyone

LONGEST_SEARCH = 60
FOR_EVERYBODY = frozenset({"policy", "law", "procedure"})
"""Kinds of articles that are for residents; working guides are for those who work."""


@open_to_everyone
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: what can be done here."""
    setting = matters.setting(now_of())
    county = setting.atlas.county()
    context = {
        "county": county.name(spoken()) if county else "",
        "rows": rows_of(newest_pages(on=today(setting.now)), setting),
    }
    return page(request, "home", context)


@open_to_everyone
@require_safe
def who_places(request: HttpRequest) -> HttpResponse:
    """Choose the community whose people are asked for."""
    return page(request, "places", chooser(request, matters.setting(now_of()), "portal:who"))


@open_to_everyone
@require_safe
def who(request: HttpRequest, place: str) -> HttpResponse:
    """Show a station and who looks after each of its grids, as far as it is published."""
    now = now_of()
    setting = matters.setting(now)
    area = living(setting.atlas, place, today(now))
    if area is None or len(area.code) != COMMUNITY:
        raise Http404
    found = station(setting.atlas, area.code, spoken(), now, today(now))
    thanked = public_thanks(area.code, size=NEWEST_THANKS)
    context = {
        "station": found,
        "name": area.name(spoken()),
        "rows": [(one, setting.atlas.label(one.area_code, spoken())) for one in thanked.rows],
        "more_thanks": bool(thanked.next_key),
    }
    return page(request, "who", context)


@open_to_everyone
@require_safe
def issues(request: HttpRequest) -> HttpResponse:
    """List what staff made public, with its state and the answer to everybody."""
    setting = matters.setting(now_of())
    topic = request.GET.get("topic", "")
    found = public_issues(request.GET.get("after", ""), topic if topic in TOPICS else "")
    rows = []
    lines = public_lines(found.rows)
    for one in found.rows:
        matter = one.matter
        unit_id = (matter.lead_id or matter.holder_id) if matter is not None else one.owner_id
        unit = setting.atlas.unit(unit_id or 0)
        rows.append(
            {
                "issue": one,
                "topic": TOPICS[one.topic],
                "state": issue_state(one.matter.state if one.matter else "", one.standing),
                "unit": unit.name(spoken()) if unit else "",
                "lines": [
                    (line.at, ISSUE_STEPS[line.step], issue_state(line.standing, line.standing))
                    for line in lines[one.pk]
                ],
            }
        )
    context = {
        "rows": rows,
        "topics": [(key, name, key == topic) for key, name in TOPICS.items()],
        "topic": topic if topic in TOPICS else "",
        "next_key": found.next_key,
        "narrowed": bool(topic or request.GET.get("after")),
    }
    return page(request, "issues", context)


@open_to_everyone
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """List the articles in force, or those that hold the words of a search."""
    on, asked = today(now_of()), request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    found = (
        services.find_articles(asked, on=on, language=spoken())
        if asked
        else services.shown_articles(on, spoken())
    )
    groups: dict[str, list[services.ShownArticle]] = {}
    for one in found:
        if one.kind not in FOR_EVERYBODY:
            continue
        groups.setdefault(one.kind_name, []).append(one)
    return page(request, "policies", {"groups": groups.items(), "asked": asked})


@open_to_everyone
@require_safe
def policy(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one article in force."""
    on = today(now_of())
    shown = services.shown_articles(on, spoken())
    found = next((one for one in shown if one.uid == uid and one.kind in FOR_EVERYBODY), None)
    if found is None:
        raise Http404
    return page(request, "policy", {"article": found, "blocks": services.blocks_of(found.body)})
