"""The pages of an assessment: who gets them, what they say, what they do with bad input."""

import json

import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.models import Team
from assessments.actions.decide import authorise
from assessments.actions.write import save_part
from assessments.models import AgencyAsked, Assessment, PartText, TextSetAside
from audit.models import Access
from tests.assessments.conftest import ANALYSIS, TUESDAY, WEDNESDAY, fill


def page(name, assessment, *args):
    return reverse(name, args=[assessment.pk, *args])


@pytest.fixture
def as_priya(client, priya):
    client.force_login(priya)
    return client


@pytest.fixture
def as_maya(client, maya):
    client.force_login(maya)
    return client


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


def test_a_part_is_saved_and_leads_to_the_next(draft, as_priya):
    answer = as_priya.post(
        page("assessment-part", draft, "analysis"), {"text": "Cold.", "version": "0", "page": "a"}
    )
    assert answer.url == page("assessment-part", draft, "childs-own-words")
    assert draft.words_of("analysis") == "Cold."


def test_too_long_a_text_is_refused_and_kept_on_the_page(draft, as_priya):
    text = "خ" * 20_001
    answer = as_priya.post(
        page("assessment-part", draft, "analysis"), {"text": text, "version": "0"}
    )
    assert "20000 characters or fewer; you typed 20001" in answer.content.decode()
    assert text in answer.content.decode()
    assert not PartText.objects.exists()


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 40, "٣", "0; drop"])
def test_a_version_that_never_was_loses_nothing(draft, as_priya, version):
    save_part(draft, "health", "Saved.", 0, by=draft.author, at=TUESDAY)
    as_priya.post(page("assessment-part", draft, "health"), {"text": "Typed.", "version": version})
    assert draft.words_of("health") == "Saved."
    assert TextSetAside.objects.get().text == "Typed."


def test_an_unknown_part_does_not_exist(draft, as_priya):
    assert as_priya.get(page("assessment-part", draft, "astrology")).status_code == 404
    assert as_priya.post(page("assessment-autosave", draft, "astrology")).status_code == 404


def test_it_saves_itself_and_says_when(draft, as_priya):
    url = page("assessment-autosave", draft, "health")
    answer = as_priya.post(url, {"text": "Growing 🙂", "version": "0", "page": "a"})
    assert answer.status_code == 200
    said = json.loads(answer.content)
    assert said["version"] == 1
    assert len(said["saved"]) == 5
    assert draft.words_of("health") == "Growing 🙂"


def test_saving_itself_says_when_somebody_else_was_first(draft, as_priya):
    url = page("assessment-autosave", draft, "health")
    as_priya.post(url, {"text": "One tab.", "version": "0", "page": "a"})
    answer = as_priya.post(url, {"text": "Another tab.", "version": "0", "page": "b"})
    assert answer.status_code == 409
    assert json.loads(answer.content)["url"] == page("assessment-compare", draft, "health")


def test_saving_itself_gives_reasons_when_it_cannot(sent, as_priya):
    url = page("assessment-autosave", sent, "health")
    answer = as_priya.post(url, {"text": "Late thought.", "version": "0"})
    assert answer.status_code == 422
    assert "waiting to be authorised" in json.loads(answer.content)["errors"][0]


def test_theirs_and_yours_are_compared_and_put_together(draft, as_priya):
    save_part(draft, "health", "Theirs.", 0, by=draft.author, at=TUESDAY)
    url = page("assessment-part", draft, "health")
    answer = as_priya.post(url, {"text": "Yours.", "version": "0", "page": "b"}, follow=True)
    text = answer.content.decode()
    assert "Theirs." in text
    assert "Yours." in text
    compare = page("assessment-compare", draft, "health")
    as_priya.post(compare, {"choice": "both", "both": "Theirs. Yours.", "version": "1"})
    assert draft.words_of("health") == "Theirs. Yours."
    assert as_priya.get(compare).status_code == 302


@pytest.mark.parametrize(("choice", "stands"), [("theirs", "Theirs."), ("yours", "Yours.")])
def test_one_of_two_versions_is_chosen(draft, as_priya, choice, stands):
    save_part(draft, "health", "Theirs.", 0, by=draft.author, at=TUESDAY)
    as_priya.post(
        page("assessment-part", draft, "health"), {"text": "Yours.", "version": "0", "page": "b"}
    )
    as_priya.post(page("assessment-compare", draft, "health"), {"choice": choice, "version": "1"})
    assert draft.words_of("health") == stands


def test_a_brothers_name_in_her_part_is_pointed_out_before_it_is_saved(together, as_priya):
    ellie, _ = together
    url = page("assessment-part", ellie, "health")
    typed = {"text": "Jake has asthma.", "version": "0"}
    answer = as_priya.post(url, typed)
    assert "Jake is named in Ellie Marsden&#x27;s own part" in answer.content.decode()
    assert "Save anyway" in answer.content.decode()
    assert ellie.words_of("health") == ""
    as_priya.post(url, {**typed, "names_meant": "on"})
    assert ellie.words_of("health") == "Jake has asthma."
    assert as_priya.post(url, {"text": "Jake too.", "version": "1"}).status_code == 302


def test_saving_itself_mentions_the_name_too(together, as_priya):
    ellie, _ = together
    answer = as_priya.post(
        page("assessment-autosave", ellie, "health"), {"text": "Jake coughs.", "version": "0"}
    )
    assert "Jake is named" in json.loads(answer.content)["saved"]


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


FACTS = {
    "seen": "alone",
    "child_seen_on": "today",
    "factors": ["16A"],
    "outcome": "advice",
    "version": "1",
}


def test_facts_are_recorded(draft, as_priya):
    answer = as_priya.post(page("assessment-facts", draft), FACTS)
    assert answer.url == page("assessment-send", draft)
    draft.refresh_from_db()
    assert (draft.child_seen, draft.seen_alone, draft.outcome) == (True, True, "advice")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"factors": ["16A", "21"]}, "stands alone"),
        ({"factors": ["99Z"]}, "Choose"),
        ({"outcome": "castle"}, "Choose"),
        ({"child_seen_on": "31/2/2026"}, "The day the child was seen"),
        ({"child_seen_on": "1/1/2099"}, "future"),
        ({"child_seen_on": ""}, "Enter the day the child was seen"),
        ({"seen": "no"}, "choose yes"),
        ({"seen": "perhaps"}, "Choose"),
        ({"outcome_why": "y" * 5001}, "5000 characters or fewer"),
    ],
)
def test_facts_that_cannot_be_are_refused_in_a_sentence(draft, as_priya, typed, sentence):
    answer = as_priya.post(page("assessment-facts", draft), {**FACTS, **typed})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    draft.refresh_from_db()
    assert draft.version == 1


def test_facts_changed_by_somebody_else_are_shown_beside_what_was_typed(draft, as_priya):
    as_priya.post(page("assessment-facts", draft), FACTS)
    answer = as_priya.post(
        page("assessment-facts", draft), {**FACTS, "outcome": "service", "outcome_why": "Mine."}
    )
    text = answer.content.decode()
    assert "Somebody has changed this" in text
    assert "Outcome: Advice given" in text
    assert "Mine." in text
    assert 'value="2"' in text


def test_an_agency_sent_twice_is_one_line(draft, as_priya):
    url = page("assessment-agencies", draft)
    for _ in range(2):
        as_priya.post(url, {"name": "Dr O’Brien’s surgery", "asked_on": "today"})
    asked = AgencyAsked.objects.get()
    as_priya.post(page("assessment-agency", draft, asked.pk), {"said": "Weight is low."})
    asked.refresh_from_db()
    assert asked.said == "Weight is low."
    as_priya.post(page("assessment-agency", draft, asked.pk), {"drop": "yes"})
    assert not AgencyAsked.objects.exists()


def test_an_agency_needs_a_name_and_a_day(draft, as_priya):
    text = as_priya.post(page("assessment-agencies", draft), {}).content.decode()
    assert "Choose the agency, or give its name." in text
    assert "Enter the day you asked" in text


def test_sending_says_everything_that_is_missing_at_once(draft, as_priya, maya):
    answer = as_priya.post(page("assessment-send", draft), {"to": maya.pk})
    text = answer.content.decode()
    for sentence in ("Record at least one agency", "Write the analysis", "Choose the outcome"):
        assert sentence in text


def test_it_is_sent_to_the_manager_chosen(ready, as_priya, maya):
    as_priya.post(page("assessment-send", ready), {"to": maya.pk})
    ready.refresh_from_db()
    assert (ready.state, ready.sent_to) == ("sent", maya)


@pytest.mark.parametrize("to", ["", "0", "x", "99999999999999999999"])
def test_somebody_who_may_not_authorise_is_not_on_the_list(ready, as_priya, to, tom):
    for value in (to, str(tom.pk)):
        assert as_priya.post(page("assessment-send", ready), {"to": value}).status_code == 200
    ready.refresh_from_db()
    assert ready.state == "draft"


def test_the_manager_reads_it_with_its_needs_and_authorises(ready, client, priya, maya):
    client.force_login(priya)
    client.post(page("assessment-send", ready), {"to": maya.pk})
    client.force_login(maya)
    text = client.get(page("assessment-authorise", ready)).content.decode()
    assert "The home was cold" in text
    assert "6 of 6 written" in text
    late = {"late_reason": "The worker was ill."} if "Why is it late?" in text else {}
    client.post(page("assessment-authorise", ready), late)
    ready.refresh_from_db()
    assert ready.is_authorised
    again = client.post(page("assessment-authorise", ready), late, follow=True)
    assert "Nothing was changed" in again.content.decode()


def test_a_late_one_asks_why(sent, as_maya):
    answer = as_maya.post(page("assessment-authorise", sent), {"late_reason": " "})
    assert "Enter why it is late" in answer.content.decode()


def test_the_author_has_no_page_to_authorise_on(sent, as_priya):
    assert as_priya.get(page("assessment-authorise", sent)).status_code == 404
    assert as_priya.post(page("assessment-authorise", sent)).status_code == 404


def test_comments_stand_beside_the_part_until_they_are_answered(sent, client, priya, maya):
    client.force_login(maya)
    for _ in range(2):
        client.post(page("assessment-comment", sent), {"key": "analysis", "text": "And Gran?"})
    assert sent.comments.count() == 1
    client.post(page("assessment-return", sent), {"return-comments": "Say what Gran can do."})
    client.force_login(priya)
    assert "Say what Gran can do." in client.get(page("assessment-detail", sent)).content.decode()
    text = client.get(page("assessment-part", sent, "analysis")).content.decode()
    assert "And Gran?" in text
    remark = sent.comments.get()
    client.post(page("assessment-comment-resolve", sent, remark.pk))
    text = client.get(page("assessment-part", sent, "analysis")).content.decode()
    assert "And Gran?" not in text


def test_returning_without_a_word_and_commenting_on_nothing_are_refused(sent, as_maya):
    assert (
        "Enter what has to change"
        in as_maya.post(page("assessment-return", sent), {}).content.decode()
    )
    answer = as_maya.post(page("assessment-comment", sent), {"key": "astrology", "text": "?"})
    assert "no such part" in answer.content.decode()


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


def test_withdrawing_asks_why(draft, as_maya):
    assert "Enter why" in as_maya.post(page("assessment-withdraw", draft), {}).content.decode()
    as_maya.post(page("assessment-withdraw", draft), {"why": "Wrong child."})
    draft.refresh_from_db()
    assert draft.state == "withdrawn"


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
