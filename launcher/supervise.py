"""Keep a handful of processes running until somebody says stop; then stop them in turn."""

import contextlib
import http.client
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from types import FrameType

from launcher.places import say
from launcher.processes import Child

LOOK_EVERY = 0.25
"""Seconds between two looks at the children."""
LONGEST_PAUSE = 30.0
"""Seconds. One that dies at once, again and again, is started no more often than this."""
STEADY = 10.0
"""Seconds after which a child counts as well, so that its next restart is at once."""


class Stop(BaseException):
    """Somebody asked us to stop. Not an Exception, so that nothing swallows it."""


@contextlib.contextmanager
def told_to_stop() -> Iterator[None]:
    """Within, SIGTERM, SIGHUP and Ctrl-C raise Stop once; what comes after is ignored, so that
    stopping is not itself cut short. To be entered before the first child starts."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup wants us to stay
        numbers.append(signal.SIGHUP)

    def stop(number: int, frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise Stop

    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def keep_running(children: Sequence[Child], announce: Callable[[], bool]) -> None:
    """Start again whichever ends, with a printed line. Calls `announce` until it returns True.
    Returns never: told_to_stop() ends it."""
    pauses = {child.name: 0.0 for child in children}
    due: dict[str, float] = {}
    announced = False
    while True:
        now = time.monotonic()
        for child in children:
            if child.name in due:
                if now >= due[child.name]:
                    del due[child.name]
                    child.start()
                    say(f"{child.name} is started again.")
            elif (code := child.exit_code) is not None:
                child.end_group()
                if now - child.started > STEADY:
                    pauses[child.name] = 0.0
                pause = pauses[child.name]
                pauses[child.name] = min(LONGEST_PAUSE, pause * 2 or 1.0)
                due[child.name] = now + pause
                when = f"in {pause:.0f} s" if pause else "now"
                say(
                    f"{child.name} ended ({ending(code)}); starting it again {when}. "
                    f"Its last words, from {child.log}:\n{child.last_lines(6)}"
                )
        announced = announced or announce()
        time.sleep(LOOK_EVERY)


def ending(code: int) -> str:
    """An exit code in words."""
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"by {signal.Signals(-code).name}"
    return f"exit code {code}"


def stop_all(children: Sequence[Child]) -> None:
    """Stop them, the last started first."""
    for child in reversed(children):
        child.stop()


def health(address: str) -> int | None:
    """The status with which the service speaks of itself; None while nothing answers."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{address}/healthz", timeout=2) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, http.client.HTTPException):
        return None
