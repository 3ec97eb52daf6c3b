"""What a model offers the engine: its lifecycle, its root, who is what to it, and its clocks."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from audit.models import Tracked
from clocks.ledger import Facts, overdue
from rules.lifecycles import Lifecycle
from rules.words import Words


class Thing(Tracked):
    """A record whose `state` only the engine changes.

    A model names its `states`, its `lifecycle` and its `thing` (the first half of its events'
    keys), and says what its root row is, who wears which hat, and what its clocks have to know.
    """

    states: ClassVar[type[Words]]
    state: Any  # a CharField of the model's own states
    acting_at: datetime | None = None
    """The moment of the move under way; the engine sets it."""
    late_reason_given: str = ""

    class Meta:
        abstract = True

    @property
    def lifecycle(self) -> Lifecycle:
        raise NotImplementedError(type(self))

    @property
    def thing(self) -> str:
        raise NotImplementedError(type(self))

    @property
    def occasion(self) -> str:
        """What its clocks run for, unique over all records."""
        return f"{self._meta.model_name}:{self.pk}"

    @property
    def root(self) -> models.Model:
        """The row whose lock covers this record."""
        raise NotImplementedError(type(self))

    @property
    def state_label(self) -> str:
        return self.states.label_of(self.state)

    def hats(self, user: Any) -> set[str]:
        """What `user` is to this record: words of `rules.lifecycles.Hat`."""
        raise NotImplementedError(type(self))

    def facts(self) -> Facts:
        """What the clocks have to know of it."""
        return Facts(self.occasion)

    def story(self) -> dict[str, Any]:
        """The ids that its lines of the story hang on: case_id, contact_id, person_id."""
        raise NotImplementedError(type(self))

    @property
    def lateness_is_explained(self) -> bool:
        """Nothing that this record's clocks wait for is late, or a reason is given now or was before."""
        if self.late_reason_given.strip():
            return True
        return not overdue(self.occasion, self.acting_at or timezone.now())
