import pytest

from accounts.models import Team
from assessments.actions.decide import authorise, return_, send, withdraw
from assessments.actions.group import group_of
from assessments.actions.write import save_part
from assessments.siblings import open_cases_beside, strange_names
from people.models import Person
from tests.assessments.conftest import TUESDAY, WEDNESDAY, fill
from workflow.engine import Refused


@pytest.fixture
def both(together, priya):
    """Ellie's and Jake's, each with everything it needs."""
    for assessment in together:
        fill(assessment, by=priya)
    return together


def test_brothers_and_sisters_are_begun_together_each_with_their_own(together, sibling_cases):
    ellie, jake = together
    assert ellie.narrative == jake.narrative
    assert [each.case for each in together] == sibling_cases
    assert [each.occasion for each in together] == [f"case:{case.pk}" for case in sibling_cases]


def test_their_open_cases_are_offered(sibling_cases, priya, tom):
    ellie, jake = sibling_cases
    assert open_cases_beside(ellie, priya) == [jake]
    assert open_cases_beside(ellie, tom) == []


def test_they_are_sent_and_authorised_at_once(both, priya, maya):
    ellie, jake = both
    send(ellie, by=priya, to=maya, at=WEDNESDAY)
    jake.refresh_from_db()
    assert jake.state == "sent"
    authorise(jake, by=maya, at=WEDNESDAY)
    for each in both:
        each.refresh_from_db()
        assert each.is_authorised
        assert each.document


def test_a_refusal_names_the_child_and_moves_nobody(both, priya, maya):
    ellie, jake = both
    jake.agencies.all().delete()
    with pytest.raises(Refused) as refusal:
        send(ellie, by=priya, to=maya, at=WEDNESDAY)
    assert refusal.value.reasons == ["Jake Marsden: Record at least one agency that was asked."]
    ellie.refresh_from_db()
    assert ellie.state == "draft"


def test_they_are_returned_together(both, priya, maya):
    ellie, jake = both
    send(ellie, by=priya, to=maya, at=WEDNESDAY)
    return_(ellie, by=maya, comments="Say what Gran can do.", at=WEDNESDAY)
    jake.refresh_from_db()
    assert jake.state == "returned"


def test_a_withdrawn_one_no_longer_belongs(both, maya):
    ellie, jake = both
    withdraw(jake, by=maya, why="Lives with his father.", at=WEDNESDAY)
    assert group_of(ellie) == [ellie]


def test_nobody_signs_for_a_child_they_may_not_see(both, priya, maya):
    ellie, jake = both
    send(ellie, by=priya, to=maya, at=WEDNESDAY)
    jake.case.restricted, jake.case.team = True, Team.objects.get(name="Leigh")
    jake.case.save(update_fields=["restricted", "team"])
    with pytest.raises(Refused, match="you may not open"):
        authorise(ellie, by=maya, at=WEDNESDAY)


def test_a_brothers_name_in_her_own_part_is_pointed_out_when_it_is_sent(both, priya, maya):
    ellie, _ = both
    save_part(ellie, "health", "Jake has asthma.", 0, by=priya, at=TUESDAY)
    with pytest.raises(Refused) as refusal:
        send(ellie, by=priya, to=maya, at=WEDNESDAY)
    (reason,) = refusal.value.reasons
    assert "Jake is named in Ellie Marsden's own part «Health»" in reason
    send(ellie, by=priya, to=maya, names_meant=True, at=WEDNESDAY)
    assert ellie.state == "sent"


def test_a_name_that_was_meant_is_not_pointed_out_again(both, priya, maya):
    ellie, _ = both
    save_part(ellie, "health", "Jake too.", 0, by=priya, names_accepted=["Jake"], at=TUESDAY)
    send(ellie, by=priya, to=maya, at=WEDNESDAY)
    assert ellie.state == "sent"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jake has asthma.", ["Jake"]),
        ("JAKE’S inhaler", ["Jake"]),
        ("Jakeman Road is near.", []),
        ("She is well.", []),
        ("Will is well; she will go.", ["Will"]),
        ("She will go.", []),
        ("Marsden family", []),
        ("مع نور", ["نور"]),
    ],
)
def test_names_are_found_as_whole_words(text, found):
    child = Person(forename="Ellie", surname="Marsden")
    others = [Person(forename=name, surname="Marsden") for name in ("Jake", "Will", "نور", "Ellie")]
    assert strange_names(text, child, others) == found
