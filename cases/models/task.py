"""Something one person was asked to do by a date, on a contact or on a case."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.models import TrackedQuerySet
from clocks.ledger import Facts
from people.access import open_to, restricted_open
from rules import lifecycles
from rules.codes import TaskKind
from rules.lifecycles import Hat, TaskState
from workflow.things import Thing


class TaskQuerySet(TrackedQuerySet):
    def open(self) -> "TaskQuerySet":
        return self.filter(state=TaskState.OPEN)

    def visible_to(self, user: Any) -> "TaskQuerySet":
        """Tasks on what this person may see, and those given to them or to those they cover."""
        from cases.models import Case, ContactChild

        return self.filter(
            _given(user)
            | Q(case__in=Case.objects.visible_to(user))
            | Q(contact_child__in=ContactChild.objects.visible_to(user))
        )

    def given_to(self, user: Any) -> "TaskQuerySet":
        """Of the tasks that this person may see, those given to them or to those they cover."""
        return self.filter(_given(user))


def _given(user: Any) -> Q:
    """By what is known of the child alone: who may see a task on a record that is not closed to
    them, and has it, needs no more reach than that."""
    keys = restricted_open(user)
    within = Q() if keys is None else Q(case__restricted=False) | Q(case__person__in=keys)
    return Q(owner__in=user.covers_ids) & (
        Q(case__isnull=False) & within & open_to(user, "case__person")
        | Q(contact_child__isnull=False) & open_to(user, "contact_child__person")
    )


class Task(Thing):
    states = TaskState
    kind = models.CharField(max_length=30, choices=TaskKind.choices)
    what = models.CharField(max_length=200)
    case = models.ForeignKey(
        "cases.Case", null=True, on_delete=models.PROTECT, related_name="tasks"
    )
    contact_child = models.ForeignKey(
        "cases.ContactChild", null=True, on_delete=models.PROTECT, related_name="tasks"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="tasks"
    )
    """None: for the team's managers to give to somebody."""
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="tasks")
    due_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=TaskState.choices, editable=False)
    outcome = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(contact_child__isnull=False),
                name="task_is_about_something",
            )
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"], condition=Q(state="open"), name="task_owner_open"
            )
        ]

    def __str__(self) -> str:
        return self.what

    lifecycle = lifecycles.TASK  # type: ignore[assignment]
    thing = "task"  # type: ignore[assignment]

    @property
    def about(self) -> Any:
        """The case or the child of a contact that the task is on; the database holds one."""
        return self.case or self.contact_child

    @property
    def root(self) -> models.Model:
        return self.about.root

    @property
    def person(self) -> Any:
        return self.about.person

    def hats(self, user: Any) -> set[str]:
        hats = self.about.hats(user) & {Hat.MANAGER}
        if self.owner_id == user.pk:
            hats.add(Hat.OWNER)
        elif self.owner_id is not None and self.owner_id in user.covers_ids:
            hats.add(Hat.COVER)
        return hats

    def facts(self) -> Facts:
        return Facts(
            self.occasion,
            case=self.case,
            person_id=self.person.pk,
            owner_id=self.owner_id,
            contact_id=self.contact_child.contact_id if self.contact_child else None,
            team_id=self.team_id,
            rule_set=self.case.rule_set if self.case else "",
            given=self.due_on,
            about=self.what[:120],
        )

    def story(self) -> dict[str, Any]:
        return {
            "case_id": self.case_id,
            "contact_id": self.contact_child.contact_id if self.contact_child else None,
            "person_id": self.person.pk,
        }

    @property
    def says_what_was_done(self) -> bool:
        return bool(self.outcome.strip())
