"""Reading that data protection asks about."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Absence
from audit.models import Access
from people.models import BrokenGlass, Person, SettledLook
from reports.unusual import unusual
from rules.reading import UNUSUAL


def _read(by, *people, at):
    Access.objects.bulk_create(
        Access(by=by, what="view", page="person-detail", person=person, at=at) for person in people
    )


def test_each_kind_is_listed_and_settled_once_with_what_was_found(client, cast, dev):
    now = timezone.now()
    most = UNUSUAL["many-records"].most
    crowd = Person.objects.bulk_create(
        Person(forename=f"Kim{n}", surname="Okafor") for n in range(most + 1)
    )
    crowd = list(Person.objects.filter(surname="Okafor"))
    at = now.replace(minute=30) - timedelta(hours=2)
    _read(cast["tom"], *crowd, at=at)  # one more than is ordinary
    _read(cast["priya"], *crowd[:most], at=at)  # just as many
    _read(cast["maya"], Person.objects.create(forename="Al", surname="Lindqvist"), at=at)
    _read(cast["grace"], crowd[0], at=now - timedelta(days=40))  # too long ago
    Absence.objects.create(user=cast["sam"], since=at.date(), recorded_by=cast["maya"])
    _read(cast["sam"], crowd[0], at=at)
    BrokenGlass.objects.create(
        user=cast["omar"], person=crowd[0], reason="danger", why="Now.", at=at,
        until=at + timedelta(hours=1),
    )  # fmt: skip
    found = {(look.kind, look.who.username) for look in unusual(now)}
    assert found == {
        ("many-records", "tom"),
        ("same-surname", "maya"),
        ("gone-or-away", "sam"),
        ("after-glass", "omar"),
    }
    client.force_login(dev)
    page = client.get("/access-log/unusual/").content.decode()
    assert "41 people" in page and "Okafor" not in page and "Lindqvist" in page
    look = next(each for each in unusual(now) if each.kind == "same-surname")
    address = f"/access-log/unusual/{look.key}/"
    assert "There is a problem" in client.post(address, {"why": ""}).content.decode()
    client.post(address, {"found": "asked", "why": "No relation."})
    assert SettledLook.objects.get().user == cast["maya"]
    assert client.get(address).status_code == 404
    client.force_login(cast["maya"])
    assert client.get("/access-log/unusual/").status_code == 404
