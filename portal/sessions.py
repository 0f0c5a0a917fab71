"""Where sessions are kept: with whose they are, and when they were last seen."""

import datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.utils import timezone

from portal.away import is_away
from portal.models import Session
from portal.prepared import prepared

#: How exactly it is known when a session was last seen.
MINUTE = datetime.timedelta(minutes=1)


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls):
        return Session

    def _validate_session_key(self, key):
        """Take for a key only what one may be: PostgreSQL refuses to be asked of other signs."""
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        session.user_id = data.get(SESSION_KEY)
        session.seen_at = timezone.now()
        return session

    def save(self, must_create=False):
        """Write the session down; UpdateError if it was ended meanwhile.

        Django says that of records out of reach too, and then answers that the request is amiss.
        """
        try:
            super().save(must_create)
        except UpdateError as error:
            if is_away(error):
                raise error.__context__ from None
            raise

    def _get_session_from_db(self):
        """Return the session, and note that it was seen; None if nobody used it for too long."""
        now = timezone.now()
        session = next(iter(_standing(self.session_key, now)), None)
        if session is None:
            self._session_key = None
            return None
        # What was seen later than now was dated by a clock that was ahead, and so was its end.
        ago = abs(now - session.seen_at)
        if ago > datetime.timedelta(minutes=settings.SESSION_IDLE):
            session.delete()
            self._session_key = None
            return None
        if ago > MINUTE:
            Session.objects.filter(pk=session.pk).update(seen_at=now)
        return session


@prepared
def _standing(key, now):
    return Session.objects.filter(session_key=key, expire_date__gt=now).order_by()
