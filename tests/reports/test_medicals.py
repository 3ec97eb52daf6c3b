"""W42: requested and attended dates of the medicals of a team, the median between them, and which
are overdue; only of children whose record the reader may open."""

from datetime import timedelta

import pytest

from cases.actions.restriction import restrict
from protection.actions.medicals import ask, attend
from protection.actions.strategy import Attendee, Meeting, Ruling, hold


@pytest.fixture
def enquire(refer, now):
    """An enquiry about a child, begun so many days ago: `enquire(priya, by=maya, forename="Ivo")`."""

    def begun(worker, *, by, days_ago=20, **child):
        case = refer(to=worker, days_ago=days_ago + 1, **child)
        at = now - timedelta(days=days_ago)
        met = Meeting(
            held_at=at,
            method="telephone",
            offence_suspected=False,
            attendees=(Attendee("DS Shah", "police"), Attendee("Dr Lowe", "hospital")),
        )
        ruling = Ruling(case, True, "A burn.", "At Gran's.", at.date(), basis="joint", lead=worker)
        return hold(met, [ruling], by=by, at=at).children.get().enquiry

    return begun


@pytest.fixture
def medical(now):
    """`medical(enquiry, asked=10, after=26)`: asked for ten days ago and held 26 hours later."""

    def made(enquiry, *, asked, after=None, of="Royal Infirmary"):
        at, by = now - timedelta(days=asked), enquiry.lead
        row = ask(enquiry, by=by, kind="injury", asked_at=at, asked_of=of, at=at)
        if after is not None:
            then = at + timedelta(hours=after)
            attend(
                row, by=by, attended_at=then, examined_by="Dr Lowe", result="A burn.", at=then
            )  # fmt: skip
        return row

    return made


def words(page):
    return " ".join(page.split())


def test_a_team_sees_dates_the_median_and_what_is_overdue(
    page, maya, grace, priya, tom, enquire, medical
):
    ivo = enquire(priya, by=maya)
    other = enquire(tom, by=grace, forename="Una", team=tom.team)
    for after in (4, 26, 30):
        medical(ivo, asked=12, after=after)
    late, due = medical(ivo, asked=9, of="Late Clinic"), medical(ivo, asked=0, of="New Clinic")
    medical(other, asked=12, after=46)
    text = words(page(maya, "/medicals/"))
    assert "2 medicals asked for and not held, 1 overdue, in Hindley" in text
    assert (
        "Half of the 3 medicals of the last twelve months were held within <strong>1 day 2 hours"
        in text
    )
    waiting = text.split('id="outstanding"')[1].split('id="held"')[0]
    assert waiting.index("Late Clinic") < waiting.index("New Clinic")
    assert waiting.count("app-clock--late") == 1 and "Una" not in text
    assert f'href="/medicals/{late.pk}/"' in waiting and f'href="/medicals/{due.pk}/"' in waiting
    assert "4 hours</td>" in text.split('id="held"')[1]
    # who answers for both teams sees each beside the other, and one alone when asked
    text = words(page(grace, "/medicals/"))
    assert "Half of the 4 medicals" in text and "1 day 4 hours" in text
    teams = text.split('id="teams"')[1].split('id="held"')[0]
    assert "Hindley" in teams and "Leigh" in teams and "1 day 22 hours" in teams
    text = words(page(grace, f"/medicals/?team={tom.team.pk}"))
    assert "Una" in text and "Ivo" not in text


def test_a_restricted_child_is_not_even_counted(page, maya, grace, priya, enquire, medical):
    child = enquire(priya, by=maya)
    medical(child, asked=9)
    medical(child, asked=12, after=4)
    assert "1 medical asked for and not held, 1 overdue" in words(page(grace, "/medicals/"))
    restrict([child.case], by=maya, category="staff", reason="A colleague's child.")
    text = words(page(grace, "/medicals/"))
    assert "No medicals asked for and not held" in text and "No medical was held" in text
    assert "Ivo" not in text and "Every medical that was asked for has been held." in text


def test_managers_find_it_from_their_first_pages_and_nobody_else_has_it(
    page, maya, helen, priya, enquire, medical
):
    medical(enquire(priya, by=maya), asked=9)
    assert 'href="/medicals/"' in page(maya, "/my-team/")
    service = page(helen, "/service/")
    assert 'href="/medicals/"' in service and "with a medical overdue" in service
    assert "Royal" not in page(helen, "/service/?list=medicals")
    page(priya, "/medicals/", 404)


def test_it_takes_as_many_queries_for_many_as_for_few(maya, priya, enquire, medical, queries):
    child = enquire(priya, by=maya)
    for asked in (8, 9):
        medical(child, asked=asked)
        medical(child, asked=asked, after=5)
    few = queries(maya, "/medicals/")
    another = enquire(priya, by=maya, forename="Ada")
    for asked in range(3, 9):
        medical(another, asked=asked)
        medical(another, asked=asked, after=5)
    assert queries(maya, "/medicals/") == few
