"""`/healthz`: whether the platform is well, and what is not."""

from django.http import HttpRequest, JsonResponse

from gege.staff.access import open_to_everyone


@open_to_everyone
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all is well."""
    return JsonResponse({"well": True})
