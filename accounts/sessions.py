"""The session store: Django's in the database, with a column for whose session it is."""

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> Any:
        from accounts.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.user_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        session.began_at = _moment(data.get("began"))
        session.seen_at = _moment(data.get("seen"))
        session.address = data.get("address")
        session.browser = data.get("browser", "")
        return session


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
