"""Sessions in the database, read by a statement that is written out: every request reads one."""

from typing import Final

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connections, router
from django.utils import timezone

_READ: Final = """
    SELECT session_data, expire_date FROM django_session
    WHERE session_key = %s AND expire_date > %s
"""


class SessionStore(DatabaseStore):
    """Django's own sessions; only reading is written out, for the ORM compiles it each time."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        key = self.session_key or ""
        with connections[router.db_for_read(self.model) or "default"].cursor() as cursor:
            cursor.execute(_READ, [key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        data, expires = row
        return self.model(session_key=key, session_data=data, expire_date=expires)
