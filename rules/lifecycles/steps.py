"""How a step is written down, and who may take it. A *hat* is what somebody is to a record (its
worker, its author, …); a model tells who wears which with `hats(user)`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from rules.access import Role
from rules.lifecycles.needs import NEEDS
from rules.words import Words


class Hat(Words):
    WORKER = "worker", "the child's worker"
    COVER = "cover", "whoever covers the child's worker"
    MANAGER = "manager", "a manager of the team"
    AUTHOR = "author", "whoever wrote it"
    OWNER = "owner", "whoever it was given to"
    CHAIR = "chair", "the chair of the conference"
    ADMINISTRATOR = "administrator", "the administrator of the conference"


@dataclass(frozen=True)
class Step:
    verb: str
    label: str
    leaves: tuple[str, ...]
    enters: str | None
    """The state it leads to; None leaves the state as it is."""
    by: tuple[Role, ...]
    needs: tuple[str, ...] = ()
    hats: tuple[Hat, ...] = ()
    """One of these is needed as well as the role; none means the role is enough."""
    bars: tuple[Hat, ...] = ()
    """Whoever wears one of these may not, whatever their role."""
    says_why: bool = False


@dataclass(frozen=True)
class Lifecycle:
    begins: dict[str, str]
    """Verb that makes the record → the state it starts in."""
    steps: tuple[Step, ...]
    makers: dict[str, tuple[Role, ...]]
    """Who may make one, by verb."""

    def step(self, verb: str) -> Step:
        """The row for a verb; KeyError for a verb that the record does not know."""
        for step in self.steps:
            if step.verb == verb:
                return step
        raise KeyError(verb)


def objections(
    step: Step,
    *,
    state: str,
    state_label: str,
    role: str,
    hats: Collection[str],
    has: Callable[[str], bool],
    why: str,
) -> list[str]:
    """Every reason why the step is refused, in words; an empty list means go ahead."""
    if state not in step.leaves:
        # Nothing else matters: whatever was wrong may have been put right by whoever moved it.
        return [f"{step.label} is not possible now: this is «{state_label.lower()}»."]
    reasons = []
    if role not in step.by:
        names = " or ".join(Role(r).label.lower() for r in step.by)
        article = "an" if names[:1] in "aeiou" else "a"
        reasons.append(f"Only {article} {names} may do this.")
    elif step.hats and not set(step.hats) & set(hats):
        reasons.append(f"Only {' or '.join(hat.label for hat in step.hats)} may do this.")
    reasons += [
        f"This cannot be done by {hat.label}: it takes a second pair of eyes."
        for hat in step.bars
        if hat in hats
    ]
    if step.says_why and not why.strip():
        reasons.append("Say why.")
    reasons += [sentence_of(need) for need in step.needs if not has(need)]
    return reasons


def sentence_of(need: str) -> str:
    """What a refusal says when a need is not met."""
    return f"{NEEDS[need][0].upper()}{NEEDS[need][1:]}."
