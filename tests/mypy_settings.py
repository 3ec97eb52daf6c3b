"""The settings for the type checker, which needs no database behind them."""

import os

os.environ.setdefault("SECRET_KEY", "x" * 50)
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/none")
os.environ.setdefault("REDIS_URL", "redis://localhost:6379/0")
os.environ.setdefault("DEMO", "yes")

from socialcare.settings import *  # noqa: F403
