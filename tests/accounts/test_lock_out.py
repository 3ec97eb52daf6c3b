"""Too many wrong passwords: a sentence with a time, a line in the account's story, and an end."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.utils import timezone

from accounts.lock_out import locked_names, locked_until, unlock
from accounts.models import AccountEvent


def attempt(client, word, username="priya", **extra):
    return client.post("/sign-in/", {"username": username, "password": word}, **extra)


def test_the_fifth_wrong_password_locks_and_says_until_when(client, password, app, priya):
    for _ in range(4):
        assert "is not right" in attempt(client, "wrong").content.decode()
    answer = attempt(client, "wrong")
    assert answer.status_code == 429
    until = timezone.localtime(locked_until("priya", "127.0.0.1", timezone.now()))
    text = answer.content.decode()
    assert f"Try again at {until:%H:%M}, in 15 minutes" in text
    assert "ask your system administrator to unlock it" in text
    # the right one does not open it, nor does another way of writing the name
    assert attempt(client, password).status_code == 429
    assert attempt(client, password, " Priya ").status_code == 429
    told = priya.account_events.filter(key="lock-out")
    assert [event.sentence for event in told] == [
        "Priya Raman was locked out after 5 wrong passwords"
    ]
    assert str(told.get().address) == "127.0.0.1"
    # the passwords that were tried stand nowhere
    assert not AccessAttempt.objects.filter(post_data__icontains="wrong").exists()

    # somebody else at the same address, and Priya at another, are not held up
    assert attempt(client, "wrong", "maya").status_code == 200
    assert attempt(client, password, REMOTE_ADDR="192.0.2.7").url == "/sign-in/second-factor/"


def test_the_lock_ends_by_itself_and_what_was_typed_waits_on_the_page(client, password, app):
    kept = client.post("/sign-out/", {"concern": "typed"}).context["kept"]
    for _ in range(4):
        attempt(client, "wrong")
    answer = client.post("/sign-in/", {"username": "priya", "password": "x", "kept": kept})
    assert answer.status_code == 429
    assert answer.context["kept"] == kept
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert attempt(client, password).url == "/sign-in/second-factor/"


def test_a_name_that_nobody_has_is_locked_too_so_that_names_cannot_be_found_out(client, real):
    answers = [attempt(client, "wrong", "nobody").status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]
    assert AccountEvent.objects.get(key="lock-out").data["username"] == "nobody"


def test_an_unlocked_name_may_try_again(client, password, app, priya):
    for _ in range(5):
        attempt(client, "wrong")
    assert locked_names(timezone.now()) == {"priya"}
    assert unlock(priya) == 1
    assert locked_names(timezone.now()) == set()
    assert attempt(client, password).url == "/sign-in/second-factor/"
