import pytest

from audit.models import Access


@pytest.fixture
def looks(client, priya, maya, refer):
    case = refer(to=priya)
    for user in (priya, maya):
        client.force_login(user)
        client.get(f"/cases/{case.reference}/")
    return case


def test_the_log_says_who_looked_and_at_whom_by_id_only(page, dev, looks):
    text = page(dev, "/access-log/")
    assert "Priya Raman" in text
    assert looks.person.reference in text
    assert looks.reference in text
    assert "Penrose" not in text


def test_it_is_searched_by_person_by_reader_and_by_day(page, dev, looks):
    reference = looks.person.reference
    assert "Maya Lindqvist" in page(dev, f"/access-log/?person={reference.lower()}")
    text = page(dev, "/access-log/?who=priya")
    assert "Priya Raman" in text
    assert "Maya Lindqvist" not in text
    assert "Nobody looked." in page(dev, "/access-log/?until=1/1/2020")
    assert "Priya Raman" in page(dev, "/access-log/?since=today&until=today")


def test_what_somebody_typed_into_a_search_is_not_shown(page, client, dev, sam):
    client.force_login(sam)
    client.get("/search/?q=Penrose")
    assert Access.objects.filter(what="search").exists()
    assert "Penrose" not in page(dev, "/access-log/")


def test_looking_up_a_child_here_is_a_look_too(page, dev, looks):
    page(dev, f"/access-log/?person={looks.person.reference}")
    assert Access.objects.filter(by=dev, person=looks.person, page="access-log").count() == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("person=P999999999", "There is nobody with the id P999999999."),
        ("person=%00", ""),
        ("since=31/2/2026", "is not right"),
        ("since=2/3/2026&until=1/3/2026", "The last day is before the first."),
        ("who=" + "x" * 121, "120 characters or fewer"),
        ("who=%25%5C'", "Nobody looked."),
    ],
)
def test_what_cannot_be_looked_for_is_refused_in_a_sentence(page, dev, looks, query, said):
    assert said in page(dev, f"/access-log/?{query}").replace("&#x27;", "'")


def test_pages_keep_the_filter_and_count_nothing(page, dev, priya, looks, queries):
    two = queries(dev, "/access-log/")
    for _ in range(60):
        Access.objects.create(by=priya, what="view", page="case-detail", person=looks.person)
    assert queries(dev, "/access-log/") == two
    text = page(dev, "/access-log/?who=priya")
    assert "who=priya&amp;page=2" in text
    assert "Page 2: 51 to" in page(dev, "/access-log/?who=priya&page=2")


@pytest.mark.parametrize("key", ["helen", "maya", "priya", "ada", "pat", "dana", "rosa"])
def test_the_log_is_for_data_protection(page, cast, key):
    page(cast[key], "/access-log/", status=404)


def test_the_latest_seal_is_shown_to_be_kept_elsewhere(page, dev, looks):
    from audit.models import Seal
    from audit.seals import seal

    assert "Nothing has been sealed yet." in page(dev, "/access-log/")
    seal()
    assert str(Seal.objects.latest("number")) in page(dev, "/access-log/")
