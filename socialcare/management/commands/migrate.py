"""Django's migrate, and then the rights of the role that the service itself connects with."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections, transaction

from audit import rights


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        service = urlsplit(os.environ.get("DATABASE_SERVICE_URL", ""))
        if service.username:
            database = options["database"]
            with transaction.atomic(database), connections[database].cursor() as cursor:
                rights.give(cursor, unquote(service.username), unquote(service.password or ""))
