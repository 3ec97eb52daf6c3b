from tests.conftest import MONDAY, days


def test_the_worker_starts_the_assessment_that_the_referral_asks_for(draft, case, priya):
    """W9: it answers the referral's own clock, from the day of the referral."""
    assert draft.state == "draft"
    assert draft.occasion == f"case:{case.pk}"
    assert draft.started_on == MONDAY.date()
    assert draft.author == priya
    assert draft in case.assessments.unfinished()
