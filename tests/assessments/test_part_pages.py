"""Writing a part of an assessment: saved, saved by itself, compared with somebody else's."""

import json

import pytest

from assessments.actions.write import save_part
from assessments.models import PartText, TextSetAside
from tests.assessments.conftest import TUESDAY, page


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
