"""The service's settings with the floors' pages beside its own."""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
LOGGING_CONFIG = None
