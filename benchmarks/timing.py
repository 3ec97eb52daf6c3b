"""Measuring in turns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    what: str
    scale: str
    ours: float
    beside: float
    """Both in milliseconds."""
    aim: float
    rows: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.beside

    @property
    def met(self) -> bool:
        return self.ratio <= self.aim


def milliseconds(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000


def in_turns(
    acts: Sequence[Callable[[], object]], turns: int, *, warm: int = 3
) -> list[list[float]]:
    """The times of each act, measured one after the other in every turn, and every other turn the
    other way round."""
    for _ in range(warm):
        for act in acts:
            act()
    times: list[list[float]] = [[] for _ in acts]
    for turn in range(turns):
        order = range(len(acts)) if turn % 2 else range(len(acts) - 1, -1, -1)
        for place in order:
            times[place].append(milliseconds(acts[place]))
    return times


def middle(times: Sequence[float]) -> float:
    return median(times)
