#!/usr/bin/env python
"""Django's command line for the project."""

import os
import sys

AS_OWNER = ("migrate", "makemigrations", "demo")
"""Commands that change tables themselves, or look at how they were changed, and so run as their owner, where that is another role
than the service's: DATABASE_OWNER_URL says which."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialcare.settings")
    owner = os.environ.pop("DATABASE_OWNER_URL", "").strip()
    if owner and sys.argv[1:2] and sys.argv[1] in AS_OWNER:
        os.environ["DATABASE_SERVICE_URL"] = os.environ.get("DATABASE_URL", "")
        os.environ["DATABASE_URL"] = owner
    from django.core.management import execute_from_command_line

    from socialcare.environment import WrongSetting

    try:
        execute_from_command_line(sys.argv)
    except WrongSetting as wrong:  # whoever sets up a server needs the sentence, and no more
        sys.exit(f"{wrong}")


if __name__ == "__main__":
    main()
