"""A Celery worker that kills itself, as `kill -9` would, at the step named in DIE_AT.

    celery --app tests.faults.doomed worker

DIE_AT is "before NAME" or "after NAME" with a step of `clocks.sweep`; DIE_ON_CALL says at which
call of it. Batches are small, so that there is something before and after.
"""

import os
import signal
from functools import partial, wraps

import django

from socialcare.celery import app  # noqa: F401 – for the command line

django.setup()

from clocks import sweep as sweeping  # noqa: E402
from clocks import tasks  # noqa: E402


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def doom(when, name, on_call):
    real, calls = getattr(sweeping, name), []

    @wraps(real)
    def doomed(*args, **kwargs):
        calls.append(1)
        if when == "before" and len(calls) == on_call:
            die()
        answer = real(*args, **kwargs)
        if when == "after" and len(calls) == on_call:
            die()
        return answer

    setattr(sweeping, name, doomed)


tasks.sweep_clocks = partial(sweeping.sweep, batch=20)
if os.environ.get("DIE_AT"):
    when, _, name = os.environ["DIE_AT"].partition(" ")
    doom(when, name, int(os.environ.get("DIE_ON_CALL", "1")))
