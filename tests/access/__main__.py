"""`python3 dev.py python -m tests.access` prints docs/access.md."""

import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.mypy_settings"
    django.setup()
    from tests.access.matrix import printed

    print(printed(), end="")
