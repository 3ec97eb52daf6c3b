"""A Celery worker whose sweeps kill their own process, as `kill -9` would, where they are told to.

    celery --app tests.faults.doomed worker

Before a sweep it takes its orders out of the file named in DOOM: "before NAME" or "after NAME"
with a step of `clocks.sweep`, and at which call of it. One order is for one sweep; the next, which
the broker's redelivery brings, runs to its end. Batches are small, so that there is something
before and after.
"""

import os
import signal
from functools import wraps
from pathlib import Path

import django
from celery.concurrency.asynpool import AsynPool

from socialcare.celery import app

django.setup()
# a worker looks after its children every five seconds; here often, so that no test waits for it
AsynPool.timers = property(lambda pool: {pool.maintain_pool: 0.1})
app.conf.worker_lost_wait = 0.1

from clocks import sweep as sweeping  # noqa: E402
from clocks import tasks  # noqa: E402

STEPS = (
    "pick",
    "write_lines",
    "tell",
    "tell_what_was_missed",
    "move_on",
    "_in_one_transaction",
    "finish",
)
orders = {"at": "", "calls": 0}


def reached(point):
    if orders["at"] == point:
        orders["calls"] -= 1
        if orders["calls"] == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def doom(name):
    real = getattr(sweeping, name)

    @wraps(real)
    def doomed(*args, **kwargs):
        reached(f"before {name}")
        answer = real(*args, **kwargs)
        reached(f"after {name}")
        return answer

    setattr(sweeping, name, doomed)


def sweep_as_told():
    order = Path(os.environ["DOOM"])
    if order.exists():
        orders["at"], _, calls = order.read_text().rpartition(" ")
        orders["calls"] = int(calls)
        order.unlink()
    sweeping.sweep(batch=20)


for step in STEPS:
    doom(step)
tasks.sweep_clocks = sweep_as_told
