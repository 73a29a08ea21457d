"""When a log-in that failed too often is open again (failures are counted by django-axes)."""

from datetime import datetime, timedelta

from axes.helpers import get_cool_off, get_failure_limit
from axes.models import AccessAttempt
from django.http import HttpRequest


def open_again_at(request: HttpRequest, login_name: str, now: datetime) -> datetime | None:
    """Return the moment from which a log-in name may be tried again from this address.

    Failures are forgotten one by one as they grow old; the moment is when fewer than the limit
    are left. None when there is no limit in time.
    """
    cool_off: timedelta | None = get_cool_off(request)
    if cool_off is None:
        return None
    address = getattr(request, "axes_ip_address", None) or request.META.get("REMOTE_ADDR")
    rows: list[tuple[datetime, int]] = list(
        AccessAttempt.objects.filter(
            username=login_name, ip_address=address, attempt_time__gt=now - cool_off
        )
        .order_by("attempt_time")
        .values_list("attempt_time", "failures_since_start")
    )
    left = sum(failures for _, failures in rows)
    limit = get_failure_limit(request, {"username": login_name})
    for attempted_at, failures in rows:
        left -= failures
        if left < limit:
            return attempted_at + cool_off
    return None
