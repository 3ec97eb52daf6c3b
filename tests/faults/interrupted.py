"""A sweep that stops in the midst of its second batch until it is told to go on.

Run with PAUSE naming a file: it is made when the pause begins, and waited for to go.
"""

import os
import time
from pathlib import Path

import django

django.setup()

from clocks import sweep as sweeping  # noqa: E402

pause, real, calls = Path(os.environ["PAUSE"]), sweeping.tell, []


def tell_and_pause(values):
    real(values)
    calls.append(1)
    if len(calls) == 2:
        pause.touch()
        while pause.exists():
            time.sleep(0.05)


sweeping.tell = tell_and_pause
sweeping.sweep(batch=20)
