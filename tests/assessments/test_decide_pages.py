"""The pages on which an assessment is sent, returned, authorised or withdrawn."""

import pytest

from tests.assessments.conftest import page


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
    assert "Guidance: The initial assessment" in text
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


def test_withdrawing_asks_why(draft, as_maya):
    assert "Enter why" in as_maya.post(page("assessment-withdraw", draft), {}).content.decode()
    as_maya.post(page("assessment-withdraw", draft), {"why": "Wrong child."})
    draft.refresh_from_db()
    assert draft.state == "withdrawn"


def test_the_manager_grades_it_and_the_grade_stands_beside_the_share_in_time(sent, as_maya, maya):
    """H10: chosen or left out, never a condition; it is no part of the document."""
    url = page("assessment-authorise", sent)
    late = {"late_reason": "The worker was ill."}
    answer = as_maya.post(url, {"grade": "splendid", **late}).content.decode()
    assert "There is a problem" in answer
    as_maya.post(url, {"grade": "good", **late})
    sent.refresh_from_db()
    assert (sent.grade, sent.is_authorised) == ("good", True)
    assert "grade" not in sent.document.body
    assert (
        "judged the work: <strong>good"
        in as_maya.get(page("assessment-detail", sent)).content.decode()
    )
