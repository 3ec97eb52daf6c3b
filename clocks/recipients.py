"""Who hears of a rung: worked out from small tables, so that a sweep asks once for all clocks."""

from datetime import date

from accounts.models import Absence, Team, User
from rules.access import Role
from rules.timescales import To

LEVELS = (To.WORKER, To.MANAGER, To.GROUP, To.HEAD)


class Recipients:
    """The people who answer for each worker and team on one day.

    Whoever is away is replaced by their cover; a level that nobody fills passes to the next one
    up. A head who is away without cover still hears: there is nobody above them.
    """

    def __init__(self, day: date) -> None:
        people = list(User.objects.filter(is_active=True).values_list("pk", "role", "team_id"))
        self._active = {pk for pk, _, _ in people}
        self._team_of = {pk: team for pk, _, team in people}
        self._in_role: dict[tuple[str, int | None], list[int]] = {}
        for pk, role, team in people:
            self._in_role.setdefault((role, team), []).append(pk)
        self._heads = sorted(pk for pk, role, _ in people if role == Role.HEAD_OF_SERVICE)
        self._teams = {
            pk: (parent, purpose)
            for pk, parent, purpose in Team.objects.values_list("pk", "parent_id", "purpose")
        }
        # the latest absence of each person decides, as it does for `accounts.models.stand_in`
        self._cover: dict[int, int | None] = dict(
            Absence.objects.on(day).order_by("since", "pk").values_list("user_id", "cover_id")
        )
        self._known: dict[tuple[int, int, tuple[To, ...]], frozenset[int]] = {}

    def of(self, owner_id: int, team_id: int, to: tuple[To, ...]) -> frozenset[int]:
        """The ids of those who hear; empty only where nobody at all is left to tell.
        0 stands for no owner and for no team."""
        key = (owner_id, team_id, to)
        if key not in self._known:
            team = team_id or self._team_of.get(owner_id) or 0
            found: set[int] = set()
            for level in to:
                found |= self._first_filled(level, owner_id, team)
            self._known[key] = frozenset(found)
        return self._known[key]

    def _first_filled(self, level: To, owner_id: int, team_id: int) -> set[int]:
        for place in LEVELS[LEVELS.index(level) :]:
            found = self._at(place, owner_id, team_id)
            if found:
                return found
        return set(self._heads)

    def _at(self, level: To, owner_id: int, team_id: int) -> set[int]:
        match level:
            case To.WORKER:
                named = [owner_id]
            case To.MANAGER:
                named = list(self._in_role.get((Role.TEAM_MANAGER, team_id), ()))
                if self._teams.get(team_id, (None, ""))[1] == Team.Purpose.FRONT_DOOR:
                    named += self._in_role.get((Role.SENIOR_PRACTITIONER, team_id), ())
            case To.GROUP:
                parent = self._teams.get(team_id, (None, ""))[0]
                named = [
                    pk
                    for team in {team_id, parent} - {0, None}
                    for pk in self._in_role.get((Role.GROUP_MANAGER, team), ())
                ]
            case _:
                named = self._heads
        return {found for pk in named if (found := self._stand_in(pk))}

    def _stand_in(self, pk: int) -> int | None:
        seen: set[int] = set()
        while pk in self._active and pk not in seen:
            if pk not in self._cover:
                return pk
            seen.add(pk)
            pk = self._cover[pk] or 0
        return None
