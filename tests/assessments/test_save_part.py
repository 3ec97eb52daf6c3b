import pytest

from accounts.models import User
from assessments.actions.write import LONGEST, Stale, leave_group, save_part, set_aside, settle
from assessments.models import EarlierText, PartText, TextSetAside
from tests.assessments.conftest import TUESDAY
from workflow.engine import Refused


@pytest.fixture
def kit(maya, hindley):
    """Priya's cover."""
    from datetime import date

    from accounts.models import Absence

    kit = User.objects.create_user("kit", name="Kit Aldous", role="social-worker", team=hindley)
    priya = User.objects.get(username="priya")
    Absence.objects.create(user=priya, cover=kit, since=date(2026, 1, 1), recorded_by=maya)
    return kit


def test_a_part_is_saved_and_counts_its_versions(draft, priya):
    assert save_part(draft, "health", "Well.", 0, by=priya, at=TUESDAY).version == 1
    assert save_part(draft, "health", "Well, and growing.", 1, by=priya, at=TUESDAY).version == 2
    assert draft.words_of("health") == "Well, and growing."


def test_saving_the_same_words_again_changes_nothing(draft, priya):
    """A double click, or a request that was sent twice."""
    save_part(draft, "health", "Well.", 0, by=priya, at=TUESDAY)
    assert save_part(draft, "health", "Well.", 0, by=priya, at=TUESDAY).version == 1
    assert PartText.objects.count() == 1


def test_two_tabs_of_one_person_do_not_overwrite_each_other(draft, priya):
    save_part(draft, "health", "From the first tab.", 0, by=priya, page="one", at=TUESDAY)
    with pytest.raises(Stale) as stale:
        save_part(draft, "health", "From the second tab.", 0, by=priya, page="two", at=TUESDAY)
    assert stale.value.theirs.text == "From the first tab."
    assert stale.value.yours == "From the second tab."
    assert set_aside(draft, "health", priya).text == "From the second tab."
    assert draft.words_of("health") == "From the first tab."


def test_a_window_knows_its_own_save_when_the_answer_was_lost(draft, priya):
    save_part(draft, "health", "Well", 0, by=priya, page="one", at=TUESDAY)
    row = save_part(draft, "health", "Well, and growing.", 0, by=priya, page="one", at=TUESDAY)
    assert row.version == 2


def test_what_somebody_elses_words_replace_is_kept(draft, priya, kit):
    save_part(draft, "health", "Priya's words.", 0, by=priya, at=TUESDAY)
    save_part(draft, "health", "Kit's words.", 1, by=kit, at=TUESDAY)
    earlier = EarlierText.objects.get()
    assert (earlier.text, earlier.saved_by, earlier.version) == ("Priya's words.", priya, 1)
    save_part(draft, "health", "Kit's better words.", 2, by=kit, at=TUESDAY)
    assert EarlierText.objects.count() == 1


def test_words_that_are_taken_out_are_kept(draft, priya):
    save_part(draft, "health", "A whole page.", 0, by=priya, at=TUESDAY)
    save_part(draft, "health", "", 1, by=priya, at=TUESDAY)
    assert EarlierText.objects.get().text == "A whole page."


def test_both_texts_are_put_together_and_nothing_is_lost(draft, priya, kit):
    save_part(draft, "health", "Kit's words.", 0, by=kit, at=TUESDAY)
    with pytest.raises(Stale):
        save_part(draft, "health", "Priya's words.", 0, by=priya, at=TUESDAY)
    settle(draft, "health", "Kit's words. Priya's words.", 1, by=priya, at=TUESDAY)
    assert draft.words_of("health") == "Kit's words. Priya's words."
    assert not TextSetAside.objects.exists()
    assert EarlierText.objects.get().text == "Kit's words."


def test_a_choice_is_refused_when_the_part_changed_again(draft, priya, kit):
    save_part(draft, "health", "One.", 0, by=kit, at=TUESDAY)
    save_part(draft, "health", "Two.", 1, by=kit, at=TUESDAY)
    with pytest.raises(Stale):
        settle(draft, "health", "Mine.", 1, by=priya, at=TUESDAY)
    assert set_aside(draft, "health", priya).text == "Mine."


def test_words_in_any_script_come_back_as_they_were_written(draft, priya):
    text = "«أريد أن أبقى مع جدتي» \U0001f642 O’Neill said – „nie chcę”"
    save_part(draft, "childs-own-words", text, 0, by=priya, at=TUESDAY)
    assert draft.words_of("childs-own-words") == text


def test_too_many_words_and_unknown_parts_are_refused(draft, priya):
    save_part(draft, "health", "x" * LONGEST, 0, by=priya, at=TUESDAY)
    with pytest.raises(Refused, match="20,000 characters or fewer; you typed 20,001"):
        save_part(draft, "education", "x" * (LONGEST + 1), 0, by=priya, at=TUESDAY)
    with pytest.raises(Refused, match="no such part"):
        save_part(draft, "astrology", "x", 0, by=priya, at=TUESDAY)


@pytest.mark.parametrize("who", ["tom", "maya", "helen", "dana"])
def test_only_the_author_worker_or_cover_writes(draft, cast, who):
    with pytest.raises(Refused, match="Only the author"):
        save_part(draft, "health", "Well.", 0, by=cast[who], at=TUESDAY)


def test_nothing_is_written_after_it_was_sent(sent, priya):
    with pytest.raises(Refused, match="waiting to be authorised"):
        save_part(sent, "health", "One thing more.", 0, by=priya, at=TUESDAY)


def test_a_shared_part_is_written_once_for_all_the_children(together, priya):
    ellie, jake = together
    save_part(ellie, "housing", "Two rooms for five.", 0, by=priya, at=TUESDAY)
    assert jake.words_of("housing") == "Two rooms for five."
    save_part(jake, "health", "Asthma.", 0, by=priya, at=TUESDAY)
    assert ellie.words_of("health") == ""


def test_a_shared_part_stales_across_the_children(together, priya):
    ellie, jake = together
    save_part(ellie, "housing", "Two rooms.", 0, by=priya, page="one", at=TUESDAY)
    with pytest.raises(Stale):
        save_part(jake, "housing", "Three rooms.", 0, by=priya, page="two", at=TUESDAY)


def test_a_child_who_leaves_the_group_takes_a_copy_of_what_was_shared(together, priya):
    ellie, jake = together
    save_part(ellie, "housing", "Two rooms.", 0, by=priya, at=TUESDAY)
    leave_group(jake, by=priya)
    save_part(jake, "housing", "Jake sleeps at Gran's.", 1, by=priya, at=TUESDAY)
    ellie.refresh_from_db()
    assert ellie.words_of("housing") == "Two rooms."
    assert jake.words_of("housing") == "Jake sleeps at Gran's."
