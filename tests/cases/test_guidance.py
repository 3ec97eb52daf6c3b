"""The council's procedure pages beside the forms."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from cases.actions.allocation import allocate
from cases.actions.contacts import ChildTold
from cases.actions.decisions import refer
from cases.actions.guidance import revise
from cases.models import GuidanceVersion
from cases.templatetags.guidance import prose
from rules.guidance import PAGES
from workflow.engine import Refused


def text(answer):
    return answer.content.decode()


def test_a_fresh_install_has_every_page_as_version_one(client, dana):
    """W46, H5: the threshold guidance among them."""
    assert GuidanceVersion.objects.filter(version=1).count() == len(PAGES)
    client.force_login(dana)
    page = text(client.get(reverse("guidance-list")))
    assert all(one.title.replace("'", "&#x27;") in page for one in PAGES)
    assert "Level 3b" in text(client.get(reverse("guidance-detail", args=["levels-of-need"])))


def send(client, user, **given):
    client.force_login(user)
    url = reverse("guidance-edit", args=["lateness"])
    form = {"title": "When late", "body": "New text.", "why": "Clearer", "version": "1", **given}
    return client.post(url, form, follow=True)


def test_a_change_is_a_new_version_and_the_old_one_can_be_read(client, maya):
    """W46: editable with version."""
    old = GuidanceVersion.objects.get(slug="lateness").body[:40]
    assert "New text." in text(send(client, maya))
    url = reverse("guidance-detail", args=["lateness"])
    assert old in text(client.get(url, {"version": "1"}))
    assert "no longer in use" in text(client.get(url, {"version": "1"}))
    assert client.get(url, {"version": "77"}).status_code == 404


def test_each_form_of_the_way_from_contact_to_allocation_has_its_page_beside_it(
    client, cast, child_told, tell, sam, hindley
):
    """W46, H5: those of an assessment are tried with its parts."""
    at = child_told.received_at
    waiting = refer(tell().children.get(), by=sam, why="Neglect.", team=hindley, at=at)
    mine = refer(tell().children.get(), by=sam, why="Neglect.", team=hindley, at=at)
    allocate(mine, by=cast["maya"], worker=cast["priya"], at=at)
    new = tell(children=[ChildTold(person=mine.person)]).children.get()
    reference = child_told.contact.reference
    for who, address, titles in (
        ("dana", "/contacts/record/", ["Recording a contact", "Levels of need"]),
        ("sam", f"/contacts/{reference}/decide/", ["Deciding a contact", "Levels of need"]),
        ("priya", f"/contacts/{new.contact.reference}/answer/{new.pk}/", ["Deciding a contact"]),
        ("maya", f"/cases/{waiting.reference}/allocate/", ["Children waiting for a worker"]),
        ("maya", f"/cases/{waiting.reference}/review-waiting/", ["Children waiting for a worker"]),
        ("maya", f"/cases/{mine.reference}/reallocate/", ["Children waiting for a worker"]),
        ("priya", f"/cases/{mine.reference}/visit/", ["Seeing the child"]),
    ):
        client.force_login(cast[who])
        page = text(client.get(address))
        for title in titles:
            assert f"Guidance: {title}" in page, (address, title)


def test_a_stale_page_shows_theirs_beside_yours_and_saves_next_time(client, maya, grace):
    send(client, grace, body="Grace's text.")
    page = send(client, maya, body="Maya's text.")
    assert "Somebody has changed this page" in text(page)
    assert "Grace&#x27;s text." in text(page) and "Maya&#x27;s text." in text(page)
    assert GuidanceVersion.objects.filter(slug="lateness").count() == 2
    send(client, maya, body="Both.", version=page.context["form"]["version"].value())
    assert GuidanceVersion.objects.filter(slug="lateness").count() == 3


@pytest.mark.parametrize(
    "given", [{"title": ""}, {"body": " "}, {"why": ""}, {"title": "x" * 121}, {"version": "x"}]
)
def test_a_page_without_its_parts_is_refused(client, maya, given):
    assert "There is a problem" in text(send(client, maya, **given))
    assert GuidanceVersion.objects.filter(slug="lateness").count() == 1


def test_only_some_roles_change_guidance(client, priya, dana):
    for user in (priya, dana):
        client.force_login(user)
        url = reverse("guidance-edit", args=["lateness"])
        assert client.get(url).status_code == 404 == client.post(url, {}).status_code
    with pytest.raises(Refused):
        revise("lateness", by=priya, title="x", body="x", why="x", opened_at=1)


def test_a_page_that_does_not_exist_is_not_found(client, maya):
    client.force_login(maya)
    for name in ("guidance-detail", "guidance-edit"):
        assert client.get(reverse(name, args=["nothing"])).status_code == 404


def test_the_text_is_shown_as_text():
    shown = prose("## A <b>\n\nOne\nline & two\n- first\n  goes on\n- <script>x</script>\n\nEnd")
    assert shown == (
        '<h2 class="govuk-heading-s">A &lt;b&gt;</h2><p class="govuk-body">One line &amp; two</p>'
        '<ul class="govuk-list govuk-list--bullet"><li>first goes on</li>'
        "<li>&lt;script&gt;x&lt;/script&gt;</li></ul>"
        '<p class="govuk-body">End</p>'
    )


def test_the_panel_beside_a_form_opens_by_itself_and_is_absent_for_no_page(db):
    panel = Template('{% load guidance %}{% guidance "levels-of-need" %}{% guidance "none" %}')
    shown = panel.render(Context())
    assert shown.count("<details") == 1 and "Level 4: protection" in shown
