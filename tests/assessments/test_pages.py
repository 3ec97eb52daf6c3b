"""The pages of an assessment: who gets them, how it is begun, what there is to read."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.models import Team
from assessments.actions.decide import authorise
from assessments.actions.write import save_part
from assessments.models import Assessment, PartText
from audit.models import Access
from tests.assessments.conftest import ANALYSIS, TUESDAY, WEDNESDAY, fill, page

READING = ["assessment-detail"]
WRITING = ["assessment-facts", "assessment-agencies", "assessment-send"]
POSTING = ["assessment-take-back", "assessment-alone", "assessment-correct", "assessment-return"]


STRANGERS = ("tom", "dana", "rosa", "pat", "ada")


def test_to_strangers_it_does_not_exist(draft, client, cast):
    urls = [page(name, draft) for name in [*READING, *WRITING, *POSTING, "assessment-authorise"]]
    for name in ("assessment-part", "assessment-autosave", "assessment-compare"):
        urls.append(page(name, draft, "health"))
    for who in STRANGERS:
        client.force_login(cast[who])
        for url in urls:
            assert client.get(url).status_code == 404, (who, url)
            assert client.post(url, {"text": "x"}).status_code == 404, (who, url)
    assert not PartText.objects.exists()


@pytest.mark.parametrize("name", WRITING)
def test_the_pages_for_writing_open_for_the_author(draft, as_priya, name):
    answer = as_priya.get(page(name, draft))
    assert answer.status_code == 200
    assert Access.objects.filter(case=draft.case, page=name).count() == 1


def test_every_part_has_a_page_with_its_guidance_and_its_prompts(draft, as_priya):
    """W46, H9: guidance beside each form; the six parts on parenting are there."""
    for part in draft.type.parts:
        text = as_priya.get(page("assessment-part", draft, part.key)).content.decode()
        assert "Guidance:" in text
        assert escape(part.label) in text
    assert "Ensuring safety" in text


def test_the_guidance_shown_is_the_councils_newest(draft, as_priya):
    """W46"""
    from cases.models import GuidanceVersion

    for version in (101, 102):
        GuidanceVersion.objects.create(
            slug="analysis", title=f"Our analysis {version}", body="Think.", version=version
        )
    text = as_priya.get(page("assessment-part", draft, "analysis")).content.decode()
    assert "Our analysis 102" in text
    assert "Our analysis 101" not in text


def test_a_manager_who_opens_a_part_is_shown_the_document(draft, as_maya):
    answer = as_maya.get(page("assessment-part", draft, "health"))
    assert answer.url == page("assessment-detail", draft) + "#health"


def test_it_is_started_from_the_list_of_the_case(case, as_priya):
    url = reverse("case-assessments", args=[case.reference])
    assert "Start the initial assessment" in as_priya.get(url).content.decode()
    for _ in range(2):
        answer = as_priya.post(url, {"kind": "initial"})
    assert Assessment.objects.count() == 1
    assert "started already" in answer.content.decode()


def test_brothers_and_sisters_are_offered_and_started_together(sibling_cases, as_priya):
    ellie, jake = sibling_cases
    url = reverse("case-assessments", args=[ellie.reference])
    assert "Jake Marsden" in as_priya.get(url).content.decode()
    as_priya.post(url, {"kind": "initial", "cases": [jake.pk]})
    assert Assessment.objects.filter(narrative__isnull=False).count() == 2


def test_a_case_that_is_not_beside_this_one_cannot_be_slipped_in(case, as_priya, tell, sam, leigh):
    from cases.actions.contacts import ChildTold
    from cases.actions.decisions import refer

    told = tell(children=[ChildTold(forename="Noor", surname="Haddad")]).children.get()
    other = refer(told, by=sam, why="Neglect.", team=leigh, at=TUESDAY)
    url = reverse("case-assessments", args=[case.reference])
    answer = as_priya.post(url, {"kind": "initial", "cases": [other.pk]})
    assert answer.status_code == 200
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("kind", ["", "brief", "x" * 500, "\0"])
def test_an_unknown_kind_is_a_sentence(case, as_priya, kind):
    url = reverse("case-assessments", args=[case.reference])
    assert as_priya.post(url, {"kind": kind}).status_code == 200
    assert not Assessment.objects.exists()


def test_a_shared_part_says_whose_it_is(together, as_priya):
    ellie, _ = together
    text = as_priya.get(page("assessment-part", ellie, "housing")).content.decode()
    assert "Written once for Ellie Marsden and Jake Marsden" in text


def test_a_child_one_may_not_see_is_counted_and_not_named(together, client, maya):
    ellie, jake = together
    save_part(ellie, "housing", "Two rooms.", 0, by=ellie.author, at=TUESDAY)
    jake.case.restricted, jake.case.team = True, Team.objects.get(name="Leigh")
    jake.case.save(update_fields=["restricted", "team"])
    client.force_login(maya)
    text = client.get(page("assessment-detail", ellie)).content.decode()
    assert "Ellie Marsden and 1 other child" in text
    assert "Jake" not in text


def test_an_authorised_one_is_read_as_it_was(sent, as_priya, maya):
    """R9, and the names and labels of that day."""
    authorise(sent, by=maya, at=WEDNESDAY)
    person = sent.case.person
    person.forename = "Eleanor"
    person.save(update_fields=["forename"])
    text = as_priya.get(page("assessment-detail", sent)).content.decode()
    assert "Ellie Marsden" in text
    assert "Maya Lindqvist" in text
    assert "Go on writing" not in text
    as_priya.post(page("assessment-correct", sent), {"text": "It was Tuesday."})
    assert "It was Tuesday." in as_priya.get(page("assessment-detail", sent)).content.decode()


def _queries(client, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as made:
        assert client.get(url).status_code == 200
    return len(made)


def test_the_list_asks_no_more_questions_with_more_rows(draft, as_priya, maya):
    from assessments.actions.begin import start
    from assessments.actions.decide import withdraw

    url = reverse("case-assessments", args=[draft.case.reference])

    def more(n):
        for _ in range(n):
            last = draft.case.assessments.unfinished().get()
            withdraw(last, by=maya, why="Again.", at=TUESDAY)
            start(draft.case, "initial", by=draft.author, at=TUESDAY)

    more(1)
    few = _queries(as_priya, url)
    more(10)
    assert _queries(as_priya, url) == few


def test_the_document_asks_no_more_questions_the_longer_it_is(draft, as_priya):
    url = page("assessment-detail", draft)
    few = _queries(as_priya, url)
    fill(draft, by=draft.author)
    for part in draft.type.parts:
        if part.key not in draft.texts():
            save_part(draft, part.key, "Some words.", 0, by=draft.author, at=TUESDAY)
    assert ANALYSIS[:20] in as_priya.get(url).content.decode()
    assert _queries(as_priya, url) <= few
