"""The demo's course of time: acts that are still to happen, and how long things take."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from socialcare.demo.council import Council
from socialcare.demo.past import notice
from workflow.engine import Refused

Act = Callable[[datetime], None]


class Days:
    """A queue of acts that are still to happen, taken one by one until `now`."""

    def __init__(self, council: Council, random: Random, now: datetime) -> None:
        self.council, self.random, self.now = council, random, now
        self._acts: list[tuple[datetime, int, Act, Random]] = []
        self._turn = count()
        self._noticed = now - timedelta(days=4000)
        self.refused: list[str] = []
        """Every reason why something could not be done."""

    def at(self, moment: datetime, act: Act) -> None:
        """Let `act` happen at a moment, by the chance that rules when it is planned; what would
        come after `now` has not happened yet."""
        if moment < self.now:
            heapq.heappush(self._acts, (moment, next(self._turn), act, self.random))

    def run(self) -> None:
        while self._acts:
            moment, _, act, self.random = heapq.heappop(self._acts)
            if moment - self._noticed > timedelta(hours=12):
                notice(moment)
                self._noticed = moment
            try:
                with transaction.atomic():
                    act(moment)
            except Refused as refusal:
                # whatever the calendar of this day made impossible has not happened, nor what was to
                # follow from it; the rest of the council's life goes on
                self.refused += refusal.reasons
        notice(self.now - timedelta(minutes=20))

    # --- how long things take -----------------------------------------------------------------
    def later(self, moment: datetime, days: float = 0, hours: float = 0) -> datetime:
        """That much later, moved into office hours of a weekday when it is a matter of days."""
        moment = timezone.localtime(moment + timedelta(days=days, hours=hours))
        if not days:
            return moment
        while moment.weekday() > 4:
            moment += timedelta(days=1)
        return moment.replace(hour=self.random.randrange(9, 17), minute=self.random.randrange(60))

    def one(self, choices: Any) -> Any:
        return self.random.choice(choices)

    def chance(self, share: float) -> bool:
        return self.random.random() < share
