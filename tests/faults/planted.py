"""Puts fifty clocks whose every rung has passed into an empty database."""

import django

django.setup()

from accounts.cast import assemble  # noqa: E402
from tests.faults.conftest import overdue_clocks  # noqa: E402

overdue_clocks(assemble(), 50)
