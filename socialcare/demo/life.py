"""What happens to the families, in the order in which it happens. Each act is the one that pages
call, with its own moment."""

from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from socialcare.demo.before_birth import BeforeBirth
from socialcare.demo.council import Council
from socialcare.demo.front_door import FrontDoor
from socialcare.demo.moving_here import MovingHere


class Life(FrontDoor, MovingHere, BeforeBirth):
    """The whole of it."""

    def __init__(self, council: Council, random: Random, now: datetime) -> None:
        super().__init__(council, random, now)
        self.forced, self.roads = {}, {}


def spread(life: Life, children: int, weeks: int) -> None:
    """Families over the last `weeks`, more of them lately, and a busy last day at the front door."""
    random, now = life.random, life.now
    families = max(1, round(children / 1.7))
    for place in range(families):
        back = weeks * 7 * ((place + random.random()) / families) ** 1.6
        when = timezone.localtime(now - timedelta(days=back))
        if back > 2:
            when = life.later(when, days=0.001)
            when = datetime.combine(
                when.date(), time(random.randrange(8, 19), random.randrange(60)), when.tzinfo
            )
        life.family(when)
    for hours in (0.4, 1.1, 2.3, 3.5, 5, 7, 9.5, 13, 16, 19):
        life.family(now - timedelta(hours=hours))
    # some that nobody has got to yet: fresh, due soon, and overdue
    for hours, level in (
        (0.2, "3b"),
        (0.7, "4"),
        (6, "3b"),
        (20.5, "3b"),
        (22, "4"),
        (26, "3b"),
        (50, "3b"),
    ):
        life.family(now - timedelta(hours=hours), level, left=True)
    life.begin_roads(children)
    life.begin_moves()
    life.begin_births()
