"""Settings for the type checker, which reads models and touches no server."""

import os

os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/none")
os.environ.setdefault("REDIS_URL", "redis://localhost:6379/0")
os.environ.setdefault("SECRET_KEY", "k" * 60)
os.environ.setdefault("DEMO", "yes")

from socialcare.settings import *  # noqa: F403
