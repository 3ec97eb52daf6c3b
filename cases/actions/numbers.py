"""A unique pupil number that stands on two people: a slip of the pen, or one child recorded twice.

Whoever may find both is refused in words. Whoever may not is never told, because the refusal would
say that a child with that number is on record: the number is kept, in doubt, and somebody who may
find both is told."""

from datetime import datetime

from accounts.models import User
from audit import story
from cases.actions.glass import told_of
from people.models import Person
from people.models.person import PersonQuerySet
from rules.access import MANAGERS, Role


def same_number(person: Person) -> PersonQuerySet:
    """The others whose unique pupil number is this person's too."""
    return Person.objects.filter(upn=person.upn).exclude(pk=person.pk).exclude(upn="")


def refused_number(person: Person, by: User) -> list[str]:
    """Whose number it is already, in words, for somebody who may find them."""
    return [
        f"{other.name} ({other.reference}) has this unique pupil number. One of the two is wrong, or "
        "they are one child."
        for other in same_number(person).visible_to(by)[:1]
    ]


def settle_doubt(upn: str, *, by: User, at: datetime) -> None:
    """The number is on one person fewer: where one alone has it now, it is in doubt no more."""
    left = list(Person.objects.filter(upn=upn)[:2]) if upn else []
    if len(left) == 1 and left[0].upn_doubted:
        left[0].upn_doubted = False
        left[0].sign(by, "The unique pupil number is on nobody else any more", at)
        left[0].save(update_fields=["upn_doubted"])


def tell_of_doubt(person: Person, *, at: datetime) -> None:
    """Tell managers of either record who may find both; where there are none, the Head of Service."""
    others = list(same_number(person))
    heads = list(User.objects.filter(role=Role.HEAD_OF_SERVICE, is_active=True))
    near = [user for each in (person, *others) for user in told_of(each, at)]
    keys = [person.pk, *(each.pk for each in others)]
    for group in (near, heads):
        may = {
            user.pk: user
            for user in group
            if user.role in MANAGERS
            and Person.objects.visible_to(user).filter(pk__in=keys).count() == len(keys)
        }
        for user in may.values():
            story.tell(
                user,
                key=f"same-number:{person.pk}:{person.upn}",
                at=at,
                url=f"/people/{person.reference}/",
                text="A unique pupil number stands on two records. Look whose it is, or whether the "
                "two are one child: whoever wrote it cannot see both",
            )
        if may:
            return
