"""The project's settings, made quick and quiet for tests."""

import os

from socialcare.settings import *  # noqa: F403
from socialcare.settings import CACHES, MIDDLEWARE, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {  # no collectstatic before tests
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MIDDLEWARE = [  # nothing is collected in tests, and they ask more often than any person
    each for each in MIDDLEWARE if "whitenoise" not in each and "Throttled" not in each
]
# workers side by side share one broker: each has a database of its cache there, for a test that empties
# the cache empties the whole of a database
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_CACHE = CACHES["default"]
_CACHE["LOCATION"] = f"{_CACHE['LOCATION'].partition('?')[0]}?db={1 + _WORKER % 15}"
