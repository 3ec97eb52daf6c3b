"""W47: each enquiry, assessment, conference and review has the child's views apart from the analysis,
and those that are blank are reported; only of children whose record the reader may open."""

from datetime import timedelta

import pytest

from assessments.models import Assessment, PartText
from cases.actions.restriction import restrict
from protection.models import Conference, ConferenceChild, InNeedPlan, InNeedReview
from protection.models.enquiry import Section47Enquiry
from protection.models.strategy import StrategyChild, StrategyDiscussion


@pytest.fixture
def finished(refer, now, maya, priya, ines, abi):
    """`finished(forename="Ivo", said=" ")`: a child with one of each, finished ten days ago, that
    hold these words of the child's and this reason for none."""

    def made(*, said, why="", days_ago=10, to=priya, by=maya, **child):
        case = refer(to=to, days_ago=days_ago + 20, **child)
        at = now - timedelta(days=days_ago)
        done = {"authorised_by": by, "authorised_at": at}
        discussion = StrategyDiscussion(
            held_at=at, method="telephone", offence_suspected=False, recorded_by=by
        )
        discussion.save()
        place = StrategyChild(
            discussion=discussion, case=case, section_47=True, section_47_on=at.date(),
            basis="joint", reason="A burn.", safety="At Gran's.",
        )  # fmt: skip
        place.save()
        Section47Enquiry(
            case=case, strategy_child=place, started_on=at.date(), lead=to, state="authorised",
            findings="She says that she is afraid.", childs_words=said.strip(), why_no_words=why,
            outcome="services", **done,
        ).save()  # fmt: skip
        assessment = Assessment(
            case=case, kind="initial", started_on=at.date(), state="draft", author=to, why_no_words=why,
        )  # fmt: skip
        assessment.save()
        for key, text in (("analysis", "She says that she is afraid."), ("childs-own-words", said)):
            PartText.objects.create(assessment=assessment, key=key, text=text, saved_by=to)
        # the words of an authorised assessment do not change
        row = {**done, "state": "authorised"}
        for name, value in row.items():
            setattr(assessment, name, value)
        assessment.save(update_fields=list(row))
        held = Conference.objects.create(
            kind="review", planned_at=at, place="Town hall", method="in-person", chair=ines,
            administrator=abi, arranged_by=abi, held_on=at.date(), quorate=True,
        )  # fmt: skip
        ConferenceChild(
            conference=held, case=case, state="held", decision="no-plan", views=said.strip(),
            why_no_views=why or "–",
        ).save()  # fmt: skip
        plan = InNeedPlan(case=case, state="in-force", started_on=at.date())
        plan.save()
        InNeedReview.objects.create(
            plan=plan, held_on=at.date(), heard_how="told" if said.strip() else "not-heard",
            childs_views=said.strip(), why_no_views=why or "–", analysis="Well.", by=to,
        )  # fmt: skip
        return case

    return made


def words(page):
    return " ".join(page.split())


def test_blank_ones_of_each_kind_are_listed_with_the_reason_and_of_how_many(
    page, maya, grace, tom, finished
):
    finished(forename="Una", said="I want to stay at Gran's.")
    finished(forename="Ivo", said=" \n", why="Three weeks old.")
    finished(forename="Old", said="", days_ago=400)
    finished(forename="Leigh", said="", to=tom, by=grace, team=tom.team)
    for kind, label in (
        ("enquiries", "Section 47 enquiries"),
        ("assessments", "Assessments"),
        ("conferences", "Conferences"),
        ("reviews", "Reviews of children in need"),
    ):
        text = words(page(maya, f"/childs-views/?kind={kind}"))
        assert f"{label}: 1 of 2" in text
        table = text.split("<tbody")[1].split("</tbody>")[0]
        assert "Ivo" in table and "Three weeks old." in table, kind
        assert not any(name in table for name in ("Una", "Old", "Leigh")), kind
    text = words(page(grace, "/childs-views/?kind=assessments"))
    assert "Assessments: 2 of 3" in text and "No reason" in text
    page(maya, "/childs-views/?kind=astrology", 404)


def test_a_restricted_child_is_not_counted_and_managers_alone_have_the_page(
    page, maya, grace, helen, priya, finished
):
    case = finished(said="", why="A baby.")
    assert "Assessments: 1 of 1" in page(grace, "/childs-views/")
    restrict([case], by=maya, category="staff", reason="A colleague's child.")
    text = page(grace, "/childs-views/")
    assert "Assessments: 0 of 0" in text and "Ivo" not in text
    page(priya, "/childs-views/", 404)
    for user, first in ((maya, "/my-team/"), (helen, "/service/")):
        assert 'href="/childs-views/"' in page(user, first)


def test_it_takes_as_many_queries_for_many_as_for_few(maya, finished, queries):
    for name in ("Ivo", "Ada"):
        finished(forename=name, said="")
    few = queries(maya, "/childs-views/")
    for name in ("Una", "Eve", "Ben"):
        finished(forename=name, said="")
    assert queries(maya, "/childs-views/") == few
