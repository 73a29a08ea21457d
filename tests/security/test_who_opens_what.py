"""The table of roles and addresses: written by hand, compared with every address there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from gege.desk.matter.forms import FORMS
from gege.desk.matter.readers import slug_of
from gege.kernel.numbers import format_number
from gege.matters.api import Matter
from gege.staff.models import Post
from gege.trail.api import Entry
from tests.cast import cast_once
from tests.matters.conftest import set_up_once
from tests.matters.play import Play
from tests.security.briefing_doors import TABLE as BRIEFINGS
from tests.security.call_doors import SIGNED
from tests.security.call_doors import TABLE as CALLS
from tests.security.campaign_doors import ASKS_FOR_A_TERMINAL
from tests.security.campaign_doors import TABLE as CAMPAIGNS
from tests.security.doors import address, matter_in_hand, names
from tests.security.duty_doors import TABLE as DUTY
from tests.security.exchange_doors import TABLE as EXCHANGE
from tests.security.interface_doors import ASKS_FOR_A_TOKEN, INTERFACES
from tests.security.interface_doors import TABLE as INTERFACES_AND_CLIENTS
from tests.security.line_doors import TABLE as LINE
from tests.security.message_doors import GATEWAY
from tests.security.message_doors import TABLE as MESSAGES
from tests.security.portal_doors import TABLE as PORTAL
from tests.security.register_doors import TABLE as REGISTERS
from tests.security.review_doors import TABLE as REVIEWS
from tests.security.supervision_doors import TABLE as SUPERVISION
from tests.security.visit_doors import TABLE as VISITS_AND_TERMINALS
from tests.security.walk_doors import TABLE as PATROLS_AND_POINTS

pytestmark = pytest.mark.django_db

NOBODY = "nobody logged in"
CAST = (
    "grid_worker",
    "second_grid_worker",
    "station_clerk",
    "second_station_clerk",
    "township_operator",
    "county_dispatcher",
    "county_supervisor",
    "department_officer",
    "other_department_officer",
    "town_branch_officer",
    "hotline_operator",
    "electronic_supervisor",
    "administrator",
    "stranger",
    "strange_township_operator",
)
EVERYBODY = frozenset(CAST)
READERS = EVERYBODY - {"administrator"}
WRITERS = READERS - {"electronic_supervisor"}
STRANGERS = frozenset({"stranger", "strange_township_operator"})
OVERSIGHT = frozenset({"administrator", "county_supervisor", "electronic_supervisor"})
ADMINISTRATOR = frozenset({"administrator"})
AT_WORK_ON_IT = frozenset(
    {
        "grid_worker",
        "station_clerk",
        "township_operator",
        "county_dispatcher",
        "county_supervisor",
        "department_officer",
        "hotline_operator",
    }
)
"""Who may see the matter: its grid, the platforms over it, and the bureau that handles it."""

OWNERS = frozenset({"county_supervisor", "department_officer"})
"""Who keeps the article of the housing bureau."""
KEEPERS = OWNERS | {"other_department_officer", "town_branch_officer"}

Row = tuple[int, frozenset[str], int]
"""The status of GET for some people, who they are, and the status for all others logged in."""

TABLE: Mapping[str, Row] = {
    "home": (200, EVERYBODY, 404),
    "healthz": (503, EVERYBODY, 503),
    "style-guide": (200, ADMINISTRATOR, 404),
    "account:login": (302, EVERYBODY, 302),
    "account:language": (405, EVERYBODY, 405),
    "account:logout": (405, EVERYBODY, 405),
    "account:own": (200, EVERYBODY, 404),
    "account:password": (200, EVERYBODY, 404),
    "account:preferences": (405, EVERYBODY, 404),
    "account:choose-post": (405, EVERYBODY, 404),
    "account:no-post": (302, EVERYBODY, 404),
    "account:second-factor": (200, EVERYBODY, 404),
    "account:step-up": (200, EVERYBODY, 404),
    "account:set-up-factor": (200, EVERYBODY, 404),
    # Nothing is begun, and no code was given: both send to the page before.
    "account:confirm-factor": (302, EVERYBODY, 404),
    "account:paper-codes": (302, EVERYBODY, 404),
    "account:turn-off-factor": (302, EVERYBODY, 404),
    "account:reset-factor": (200, ADMINISTRATOR, 404),
    "account:people": (200, ADMINISTRATOR, 404),
    "account:person": (200, ADMINISTRATOR, 404),
    "account:new-account": (200, ADMINISTRATOR, 404),
    "account:amend": (200, ADMINISTRATOR, 404),
    "account:reset-password": (200, ADMINISTRATOR, 404),
    "account:activate": (405, ADMINISTRATOR, 404),
    "account:deactivate": (200, ADMINISTRATOR, 404),
    "account:give-post": (200, ADMINISTRATOR, 404),
    "account:end-post": (200, ADMINISTRATOR, 404),
    "account:substitute": (200, ADMINISTRATOR, 404),
    "account:people-list": (200, ADMINISTRATOR, 404),
    "account:vacant-grids": (200, ADMINISTRATOR, 404),
    "boards:overview": (200, READERS, 404),
    "boards:records": (200, READERS, 404),
    "desk:matters": (200, READERS, 404),
    # The handheld: its shell is nobody's, and a session of the desk says nothing there.
    "field:shell": (200, EVERYBODY, 200),
    "field:worker": (200, EVERYBODY, 200),
    "field:manifest": (200, EVERYBODY, 200),
    "field:words": (200, EVERYBODY, 200),
    "field:enter": (405, EVERYBODY, 405),
    "field:password": (401, EVERYBODY, 401),
    "field:leave": (401, EVERYBODY, 401),
    "field:start": (401, EVERYBODY, 401),
    "field:messages": (401, EVERYBODY, 401),
    "field:file": (401, EVERYBODY, 401),
    "field:search": (401, EVERYBODY, 401),
    "field:record": (401, EVERYBODY, 401),
    "field:reveal": (401, EVERYBODY, 401),
    "desk:search": (200, READERS, 404),
    "desk:export": (200, READERS, 404),
    "desk:stranded": (
        200,
        frozenset(
            {
                "township_operator",
                "strange_township_operator",
                "county_dispatcher",
                "county_supervisor",
                "electronic_supervisor",
            }
        ),
        404,
    ),
    "handbook:list": (200, EVERYBODY, 404),
    "handbook:article": (200, EVERYBODY, 404),
    "handbook:history": (200, EVERYBODY, 404),
    "handbook:version": (200, EVERYBODY, 404),
    "handbook:new": (200, KEEPERS, 404),
    "handbook:edit": (200, OWNERS, 404),
    "handbook:publish": (200, OWNERS, 404),
    "handbook:renew": (200, OWNERS, 404),
    "handbook:withdraw": (200, OWNERS, 404),
    "handbook:drop": (405, KEEPERS, 404),
    "desk:notices": (200, EVERYBODY, 404),
    "desk:read": (405, EVERYBODY, 404),
    "desk:read-all": (405, EVERYBODY, 404),
    "desk:acknowledge": (405, EVERYBODY, 404),
    "desk:dead-letters": (
        200,
        frozenset({"administrator", "county_dispatcher", "county_supervisor"}),
        404,
    ),
    "desk:retry": (
        405,
        frozenset({"administrator", "county_dispatcher", "county_supervisor"}),
        404,
    ),
    "matter:new": (200, WRITERS, 404),
    "matter:grids": (200, WRITERS, 404),
    "matter:page": (200, AT_WORK_ON_IT | {"electronic_supervisor"}, 404),
    "matter:print": (200, AT_WORK_ON_IT | {"electronic_supervisor"}, 404),
    "matter:file": (200, AT_WORK_ON_IT | {"electronic_supervisor"}, 404),
    "matter:reveal": (200, AT_WORK_ON_IT, 404),
    "matter:move": (200, AT_WORK_ON_IT, 404),
    # Tells nothing: a number that does not exist is answered alike.
    "matter:watch": (405, WRITERS, 404),
    "setup:rulebook": (200, OVERSIGHT, 404),
    "setup:limits": (200, OVERSIGHT, 404),
    "setup:thresholds": (200, OVERSIGHT, 404),
    "setup:editions": (200, OVERSIGHT, 404),
    "setup:edition": (200, OVERSIGHT, 404),
    "setup:download": (200, OVERSIGHT, 404),
    "setup:calendar": (200, OVERSIGHT, 404),
    "setup:calendar-year": (200, OVERSIGHT, 404),
    "setup:kind": (200, ADMINISTRATOR, 404),
    "setup:new-kind": (200, ADMINISTRATOR, 404),
    "setup:limit": (200, ADMINISTRATOR, 404),
    "setup:new-limit": (200, ADMINISTRATOR, 404),
    "setup:remove-limit": (200, ADMINISTRATOR, 404),
    "setup:edit-thresholds": (200, ADMINISTRATOR, 404),
    "setup:upload": (200, ADMINISTRATOR, 404),
    "setup:hours": (200, ADMINISTRATOR, 404),
    "setup:notice": (200, ADMINISTRATOR, 404),
    "setup:fill": (405, ADMINISTRATOR, 404),
    "setup:territory": (200, ADMINISTRATOR, 404),
    "setup:area": (200, ADMINISTRATOR, 404),
    "setup:divide": (200, ADMINISTRATOR, 404),
    "setup:units": (200, ADMINISTRATOR, 404),
    "setup:contacts": (200, ADMINISTRATOR, 404),
    "setup:coverage": (200, ADMINISTRATOR, 404),
    "setup:pilot": (200, ADMINISTRATOR, 404),
    "setup:divisions": (200, ADMINISTRATOR, 404),
    "setup:grids": (200, ADMINISTRATOR, 404),
    "setup:departments": (200, ADMINISTRATOR, 404),
    "setup:new-department": (200, ADMINISTRATOR, 404),
    "setup:department": (200, ADMINISTRATOR, 404),
    "setup:dissolve": (200, ADMINISTRATOR, 404),
    # What nothing stands behind in this county: a rulebook is there already, nothing was
    # uploaded, no season of hours was set, the grid has a worker, a paper has no small copy.
    "matter:thumbnail": (404, EVERYBODY, 404),
    "account:list-preview": (404, EVERYBODY, 404),
    "setup:start": (404, EVERYBODY, 404),
    "setup:preview": (404, EVERYBODY, 404),
    "setup:no-season": (404, EVERYBODY, 404),
    "setup:merge": (404, EVERYBODY, 404),
    "setup:divisions-preview": (404, EVERYBODY, 404),
    "setup:suggestions": (404, EVERYBODY, 404),
    "setup:grids-preview": (404, EVERYBODY, 404),
    **CAMPAIGNS,
    **VISITS_AND_TERMINALS,
    **PATROLS_AND_POINTS,
    **INTERFACES_AND_CLIENTS,
    **EXCHANGE,
    **PORTAL,
    **MESSAGES,
    **LINE,
    **DUTY,
    **REGISTERS,
    **SUPERVISION,
    **REVIEWS,
    **BRIEFINGS,
    **CALLS,
}
OPEN_TO_ALL = {
    "account:login": 200,
    "account:language": 405,
    "healthz": 503,
    "style-guide": 404,
    "duty:feed": 404,
    **dict.fromkeys(GATEWAY, 403),
    **dict.fromkeys(SIGNED, 405),
    **{name: status for name, (status, _, _) in TABLE.items() if name.startswith("field:")},
    **{name: TABLE[name][0] for name in INTERFACES},
    **{name: status for name, (status, _, _) in PORTAL.items() if name.startswith("portal:")},
}
"""What somebody who is not logged in gets; everything else asks them to log in."""

OWN = frozenset(name for name in TABLE if name.startswith("account:")) & {
    "account:language",
    "account:login",
    "account:logout",
    "account:own",
    "account:password",
    "account:preferences",
    "account:choose-post",
    "account:no-post",
    "account:second-factor",
    "account:step-up",
    "account:set-up-factor",
    "account:confirm-factor",
    "account:paper-codes",
    "account:turn-off-factor",
} | {"desk:read", "desk:read-all", "desk:acknowledge", "healthz", "style-guide"}
OWN |= {*GATEWAY, "duty:feed", *SIGNED, "messages:mailbox"}
OWN |= set(INTERFACES)
OWN |= {name for name in TABLE if name.startswith(("field:", "portal:"))}
"""Addresses that touch the reader's own account or nothing: those no role is kept from. Those of
the handheld ask for a terminal, whoever is logged in."""

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Doors:
    """The county at work, the matter in hand, and an address for every name."""

    play: Play
    matter: Matter
    addresses: tuple[tuple[str, str], ...]


@pytest.fixture(scope="module")
def doors(django_db_setup: None, django_db_blocker: Any) -> Iterator[Doors]:
    """What stands behind all addresses, made once: every test leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        play = Play(cast_once())
        set_up_once()
        matter = matter_in_hand(play)
        named = tuple((name, address(name, play, matter)) for name in names())
        yield Doors(play, matter, named)
        transaction.set_rollback(True)


def test_the_table_names_every_address() -> None:
    assert sorted(TABLE) == names()


@pytest.mark.row("R-031")
@pytest.mark.parametrize("who", CAST)
def test_everybody_opens_what_is_theirs(doors: Doors, who: str) -> None:
    client = doors.play.cast.client(who)
    found = {name: client.get(path).status_code for name, path in doors.addresses}
    expected = {
        name: status if who in people else other for name, (status, people, other) in TABLE.items()
    }
    assert found == expected


def test_nobody_gets_past_the_log_in(doors: Doors) -> None:
    client = Client()
    for name, path in doors.addresses:
        response = client.get(path)
        if name in OPEN_TO_ALL:
            assert response.status_code == OPEN_TO_ALL[name], name
        else:
            assert response.status_code == 302, name
            assert response.headers["Location"].startswith("/login"), name


@pytest.mark.row("R-031")
@pytest.mark.parametrize("who", sorted(STRANGERS))
def test_a_stranger_meets_no_matter_by_any_method(doors: Doors, who: str) -> None:
    client, number = doors.play.cast.client(who), doors.matter.number
    before = Entry.objects.count()
    unknown = format_number(doors.play.now.date(), 987654)
    for name, path in doors.addresses:
        if number not in path:
            continue
        for method in ("GET", "HEAD", *UNSAFE):
            status = client.generic(method, path).status_code
            nothing = client.generic(method, path.replace(number, unknown)).status_code
            # A method that an address does not know is refused before the matter is looked for.
            assert status in (401, 404, 405), (name, method)
            assert status == nothing, f"{name} tells that {number} exists"
    for one in (number, unknown):
        for move in FORMS:
            slug = slug_of(move)
            for method in ("get", "post"):
                assert getattr(client, method)(f"/matters/{one}/{slug}").status_code == 404
    assert Entry.objects.count() == before


@pytest.mark.row("R-085")
def test_electronic_supervision_can_change_nothing(doors: Doors) -> None:
    before = Entry.objects.count(), Matter.objects.values_list("version", flat=True)[0]
    let_through = set()
    for name, path in doors.addresses:
        # Anew for each address: some end the session.
        client = doors.play.cast.client("electronic_supervisor")
        for method in UNSAFE:
            status = client.generic(method, path).status_code
            if status != 404:
                let_through.add(name)
    assert let_through <= OWN
    after = Entry.objects.count(), Matter.objects.values_list("version", flat=True)[0]
    assert after == before


@pytest.mark.parametrize("who", ["county_dispatcher", "administrator", NOBODY])
def test_a_form_from_elsewhere_is_refused_everywhere(doors: Doors, who: str) -> None:
    client = Client(enforce_csrf_checks=True)
    if who != NOBODY:
        client.force_login(doors.play.cast.account(who))
    before = Entry.objects.count()
    # A page elsewhere can only post; that the other methods are refused too, one person shows.
    methods = UNSAFE if who == "administrator" else ("POST",)
    for name, path in doors.addresses:
        alone = name.startswith((ASKS_FOR_A_TERMINAL, ASKS_FOR_A_TOKEN)) or name in SIGNED
        refusal = 401 if alone else 403
        for method in methods:
            assert client.generic(method, path).status_code == refusal, (name, method)
    assert Entry.objects.count() == before


def test_a_person_without_a_post_sees_nothing(doors: Doors) -> None:
    client = doors.play.cast.client("county_dispatcher")
    Post.objects.filter(account_id=doors.play.cast.county_dispatcher.account_id).update(
        valid_to=doors.play.now.date().replace(year=2021)
    )
    for name, path in doors.addresses:
        if name in OWN:
            continue
        response = client.get(path)
        assert response.status_code == 302, name
        assert response.headers["Location"] == "/account/no-post", name


def test_the_installation_is_not_in_the_mode_for_development() -> None:
    assert settings.DEBUG is False
