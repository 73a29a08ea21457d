"""Addresses for the tests of the doors: one view per kind of mark, and one without any."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.utils.translation import get_language

from gege.staff.access import (
    ActorRequest,
    needs_step_up,
    open_to,
    open_to_everyone,
    open_to_own_account,
    open_to_signed_in,
)
from gege.staff.api import Role


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("never")


@open_to(Role.STATION_CLERK, Role.ELECTRONIC_SUPERVISOR)
def for_clerks(request: ActorRequest) -> HttpResponse:
    return JsonResponse({"unit": request.actor.unit_code, "substitute": request.actor.substitute})


@open_to_signed_in
def for_all_posts(request: ActorRequest) -> HttpResponse:
    return JsonResponse(
        {
            "unit": request.actor.unit_code,
            "held": [actor.unit_code for actor in request.held],
            "name": request.account.display_name,
            "language": get_language(),
        }
    )


@open_to_own_account
def for_own_account(request: ActorRequest) -> HttpResponse:
    return JsonResponse({"held": len(request.held)})


@open_to_everyone
def for_everyone(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"language": get_language()})


@needs_step_up
@open_to_signed_in
def sensitive(request: ActorRequest) -> HttpResponse:
    return HttpResponse(request.method)


@open_to(Role.STATION_CLERK)
@needs_step_up
def sensitive_of_clerks(request: ActorRequest) -> HttpResponse:
    return HttpResponse("clerks")


urlpatterns = [
    path("", for_all_posts, name="home"),
    path("unmarked", unmarked),
    path("clerks", for_clerks),
    path("posts", for_all_posts),
    path("own-door", for_own_account),
    path("sensitive", sensitive),
    path("sensitive-of-clerks", sensitive_of_clerks),
    path("everyone", for_everyone),
    path("", include("gege.config.urls")),
]
