from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Absence, stand_in
from cases.actions.absences import change_cover, end_absence, record_absence
from workflow.engine import Refused

TODAY = timezone.localdate()


def form(user, cover="", since="today", until="", reason="leave"):
    return {"user": user.pk, "since": since, "until": until, "reason": reason,
            "cover": cover and cover.pk}  # fmt: skip


def test_an_absence_lists_the_gravest_children_and_who_covers_each(
    page, client, maya, priya, colleague, refer, make_grave
):
    """W26."""
    nia = colleague()
    make_grave(refer(to=priya, forename="Ivo"))
    make_grave(refer(to=priya, forename="Una"), "looked-after")
    refer(to=priya, forename="Wyn")
    before = page(maya, f"/absences/record/?user={priya.pk}")
    assert "Priya Raman holds 2 children on a plan or looked after" in before
    client.force_login(maya)
    answer = client.post("/absences/record/", form(priya, nia), follow=True)
    text = answer.content.decode()
    assert "Nia Bowen covers and has been told." in text
    assert text.count("covered by Nia Bowen") == 2
    assert "3 open cases" in text
    assert "Wyn" not in text
    assert nia.alerts.filter(text__startswith="You cover for Priya Raman").count() == 1


def test_children_whom_nobody_answers_for_are_in_red(
    page, maya, priya, colleague, refer, make_grave
):
    """W26: the cover falls ill as well."""
    nia = colleague()
    make_grave(refer(to=priya, forename="Ivo"))
    record_absence(priya, by=maya, since=TODAY, until=None, cover=nia)
    assert "nobody answers for them today" not in page(maya, "/absences/")
    record_absence(nia, by=maya, since=TODAY, until=None, cover=None)
    text = page(maya, "/absences/")
    assert "nobody answers for them today" in text
    assert "Nia Bowen is away too" in text


def test_somebody_with_a_child_on_a_plan_cannot_go_without_a_cover(
    client, maya, priya, refer, make_grave
):
    """W26: refused, with what was typed."""
    make_grave(refer(to=priya))
    client.force_login(maya)
    text = client.post("/absences/record/", form(priya, reason="training")).content.decode()
    assert "holds children on a protection plan or looked after: name who covers" in text
    assert 'value="training"' in text
    assert not Absence.objects.exists()


def test_a_worker_records_their_own_absence_and_nobody_elses(client, priya, colleague):
    nia = colleague()
    client.force_login(priya)
    assert client.post("/absences/record/", form(nia)).status_code == 200
    assert not Absence.objects.exists()
    client.post("/absences/record/", form(priya, nia))
    assert Absence.objects.get().recorded_by == priya
    with pytest.raises(Refused, match="or a manager of their team"):
        record_absence(nia, by=priya, since=TODAY, until=None, cover=None)


def test_the_same_form_sent_twice_makes_one_absence(client, maya, priya):
    client.force_login(maya)
    token = client.get("/absences/record/").context["form"].initial["token"]
    for _ in range(2):
        assert client.post("/absences/record/", form(priya) | {"token": token}).status_code == 302
    assert Absence.objects.count() == 1
    # and another form says what is there already
    text = client.post("/absences/record/", form(priya)).content.decode()
    assert "is recorded as away already" in text


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("", "", "Enter the first day away"),
        ("31/2/2026", "", "The first day away is not right"),
        ("today", "yesterday", "The last day away cannot be before the first."),
        ("nonsense", "", "Enter the first day away"),
    ],
)
def test_days_that_cannot_be_are_refused_in_sentences(client, maya, priya, since, until, said):
    client.force_login(maya)
    answer = client.post("/absences/record/", form(priya, since=since, until=until))
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_nobody_covers_themselves_and_nobody_who_is_away(maya, priya, colleague):
    nia = colleague()
    with pytest.raises(Refused, match="Nobody can cover themselves"):
        record_absence(priya, by=maya, since=TODAY, until=None, cover=priya)
    record_absence(nia, by=maya, since=TODAY + timedelta(days=3), until=None, cover=None)
    with pytest.raises(Refused, match="Nia Bowen is away too, from"):
        record_absence(priya, by=maya, since=TODAY, until=None, cover=nia)
    # back before then, it is no clash
    until = TODAY + timedelta(days=2)
    record_absence(priya, by=maya, since=TODAY, until=until, cover=nia)


def test_coming_back_ends_the_cover(client, maya, priya, colleague):
    nia = colleague()
    absence = record_absence(priya, by=maya, since=TODAY - timedelta(days=5), until=None, cover=nia)
    client.force_login(maya)
    client.post(f"/absences/{absence.pk}/end/", {"back_on": "today"})
    absence.refresh_from_db()
    assert absence.until == TODAY - timedelta(days=1)
    assert nia.covers_ids == [nia.pk]
    with pytest.raises(Refused, match="is back already"):
        end_absence(absence, by=maya, back_on=TODAY)


def test_cover_is_followed_to_whoever_is_in(maya, priya, colleague):
    """Whom `stand_in` names carries the work, by way of a cover who is away too."""
    nia, eve = colleague(), colleague("eve", "Eve Marsh")
    record_absence(priya, by=maya, since=TODAY, until=None, cover=nia)
    Absence.objects.create(user=nia, since=TODAY, cover=eve, recorded_by=maya)
    assert stand_in(priya, TODAY) == eve
    assert eve.covers_ids == [eve.pk, nia.pk, priya.pk]
    assert priya.covers_ids == [priya.pk]


def test_an_absence_that_never_was_is_taken_out(maya, priya):
    absence = record_absence(priya, by=maya, since=TODAY, until=None, cover=None)
    end_absence(absence, by=maya, back_on=TODAY)
    assert not Absence.objects.exists()


def test_the_cover_changes_and_the_new_one_is_told(maya, priya, colleague):
    nia, eve = colleague(), colleague("eve", "Eve Marsh")
    absence = record_absence(priya, by=maya, since=TODAY, until=None, cover=nia)
    change_cover(absence, by=maya, cover=eve)
    assert eve.covers_ids == [eve.pk, priya.pk]
    assert eve.alerts.count() == 1


def test_another_teams_absences_are_not_there(page, client, maya, tom, grace, leigh):
    absence = record_absence(tom, by=grace, since=TODAY, until=None, cover=None)
    assert "Tom Farrow" not in page(maya, "/absences/")
    page(maya, f"/absences/{absence.pk}/end/", status=404)
    page(maya, f"/absences/{absence.pk}/cover/", status=404)
    page(maya, f"/absences/?team={leigh.pk}", status=404)
    assert "Tom Farrow" in page(grace, "/absences/")


def test_absences_are_for_those_who_carry_cases_or_lead(page, cast):
    for key in ("dana", "omar", "dev", "ada", "rosa", "pat"):
        page(cast[key], "/absences/", status=404)
        page(cast[key], "/absences/record/", status=404)


def test_the_list_takes_as_many_queries_for_twelve_as_for_two(
    queries, maya, colleague, refer, make_grave
):
    def more(start, stop):
        for n in range(start, stop):
            worker = colleague(f"worker{n}", f"Worker {n}")
            make_grave(refer(to=worker, forename=f"A{n}"))
            record_absence(worker, by=maya, since=TODAY, until=None, cover=maya)

    more(0, 2)
    two = queries(maya, "/absences/")
    more(2, 12)
    assert queries(maya, "/absences/") == two
