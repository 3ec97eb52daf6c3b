"""What somebody sees who opens the demo the moment it is ready."""

from django.core.management import call_command

from clocks.watch import state_of_watch


def test_the_watch_says_at_once_that_time_limits_are_watched(db):
    call_command("demo", children=1, weeks=1, if_empty=True)
    assert state_of_watch().warning == ""
