from datetime import timedelta

from django.utils import timezone

from cases.actions.allocation import review_waiting


def test_the_queue_says_priority_reason_days_waiting_last_review_and_reviewer(
    page, maya, refer, now
):
    """W27."""
    case = refer(days_ago=3.2, priority="high", why="No food at home for a week.")
    review_waiting(
        case, by=maya, why="Duty rings daily.", priority="immediate", at=now - timedelta(days=1)
    )
    text = page(maya, "/waiting/")
    assert "No food at home for a week." in text
    assert "Immediate" in text
    assert "3 days, since" in text
    assert "by Maya Lindqvist: Duty rings daily." in text
    assert "1 child in Hindley, 1 immediate" in text


def test_the_most_pressing_come_first_and_then_who_waited_longest(page, maya, refer):
    """W27: constantly re-prioritised."""
    refer(forename="Low", days_ago=20, priority="low")
    refer(forename="Newer", days_ago=1, priority="high")
    refer(forename="Older", days_ago=2, priority="high")
    refer(forename="Now", days_ago=0.1, priority="immediate")
    text = page(maya, "/waiting/")
    places = [text.index(f"{name} Penrose") for name in ("Now", "Older", "Newer", "Low")]
    assert places == sorted(places)


def test_a_weekly_review_that_is_overdue_is_flagged(page, maya, refer, now):
    """W27: five working days without a look."""
    case = refer(days_ago=12)
    text = page(maya, "/waiting/")
    assert "Weekly review overdue" in text
    assert "1 weekly review overdue" in text
    review_waiting(case, by=maya, why="Looked.", priority="low", at=now)
    assert "Weekly review overdue" not in page(maya, "/waiting/")


def test_the_review_of_an_earlier_wait_is_not_told_of_this_one(page, maya, priya, refer, now):
    from cases.actions.allocation import allocate, wait

    case = refer(days_ago=3)
    at = now - timedelta(days=2)
    review_waiting(case, by=maya, why="An old look.", priority="low", at=at)
    allocate(case, by=maya, worker=priya, at=at + timedelta(hours=1))
    wait(case, by=maya, why="Priya leaves.", priority="high", at=at + timedelta(hours=2))
    text = page(maya, "/waiting/")
    assert "An old look." not in text
    assert "Priya leaves." in text
    assert "None yet" in text


def test_an_empty_queue_says_what_empty_means(page, maya):
    assert "Nobody is waiting for a worker." in page(maya, "/waiting/")


def test_another_teams_children_do_not_appear(page, maya, leigh, refer):
    refer(team=leigh, forename="Hidden")
    assert "Hidden" not in page(maya, "/waiting/")
    page(maya, f"/waiting/?team={leigh.pk}", status=404)


def test_the_queue_is_for_managers(page, cast):
    for key in ("priya", "sam", "dana", "omar", "dev", "ada", "rosa"):
        page(cast[key], "/waiting/", status=404)


def test_the_queue_takes_as_many_queries_for_twelve_as_for_two(queries, maya, refer, now):
    def more(start, stop):
        for n in range(start, stop):
            case = refer(forename=f"Row{n}", days_ago=3)
            at = timezone.now() - timedelta(days=1)
            review_waiting(case, by=maya, why="Looked.", priority="low", at=at)

    more(0, 2)
    two = queries(maya, "/waiting/")
    more(2, 12)
    assert queries(maya, "/waiting/") == two
