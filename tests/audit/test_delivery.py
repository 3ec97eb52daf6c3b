"""Alerts sent on as e-mail, against a real mail server that also refuses, fails and hangs."""

import socket
import time
from threading import Event

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from audit import delivery
from audit.delivery import deliver
from audit.models import Alert
from audit.story import tell as put_alert
from tests.conftest import hours

pytestmark = pytest.mark.django_db


class Post:
    """Takes messages, except from those in `refuses` (for good) and `defers` (for now)."""

    def __init__(self):
        self.taken = []
        self.refuses, self.defers = set(), set()
        self.hangs_after = None
        self.sessions = set()
        self.let_go = Event()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return "550 no such person here"
        if address in self.defers:
            return "450 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        import asyncio

        if self.hangs_after is not None and len(self.taken) >= self.hangs_after:
            while not self.let_go.is_set():
                await asyncio.sleep(0.05)
            return "451 too late"
        self.sessions.add(id(session))
        self.taken.append((envelope.rcpt_tos[0], envelope.content.decode()))
        return "250 taken"


@pytest.fixture
def post(settings):
    handler = Post()
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 1
    settings.EMAIL_WANTED = True
    settings.SITE_URL = "https://care.westmere.example"
    yield handler
    handler.let_go.set()
    server.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def waiting(user, key="clock:1:due:1", text="Initial assessment: overdue. It was due by Monday"):
    put_alert(user, key=key, text=text, url="/clocks/1/", at=timezone.now() - hours(1))
    return Alert.objects.get(key=key, recipient=user)


def try_again_now():
    Alert.objects.filter(mail="wanted").update(next_attempt_at=timezone.now() - hours(1))


def test_an_alert_is_sent_once_and_marked(post, priya):
    alert = waiting(priya)
    assert deliver().sent == 1
    assert deliver().sent == 0
    alert.refresh_from_db()
    assert (alert.mail, alert.attempts) == ("sent", 1)
    assert alert.sent_at is not None
    (address, message), *others = post.taken
    assert (address, others) == ("priya@westmere.example", [])
    assert f"Message-ID: <alert-{alert.pk}@care.westmere.example>" in message
    assert "Hello Priya," in message
    assert "https://care.westmere.example/clocks/1/" in message
    assert "Subject: Westmere Council: Initial assessment: overdue" in message


def test_one_connection_carries_a_batch(post, priya):
    for n in range(6):
        waiting(priya, key=f"clock:{n}:due:1")
    assert deliver().sent == 6
    assert len(post.sessions) == 1


def test_a_refused_address_is_dead_and_does_not_stop_the_others(post, priya, maya, tom):
    post.refuses = {"maya@westmere.example"}
    for user in (priya, maya, tom):
        waiting(user)
    result = deliver()
    assert (result.sent, result.dead) == (2, 1)
    dead = Alert.objects.get(mail="dead")
    assert dead.recipient == maya
    assert dead.last_error == "550 no such person here"


def test_a_deferred_address_waits_longer_each_time(post, priya, tom):
    post.defers = {"priya@westmere.example"}
    alert = waiting(priya)
    waiting(tom)
    waits = []
    for _ in range(8):
        deliver()
        alert.refresh_from_db()
        waits.append(round((alert.next_attempt_at - timezone.now()).total_seconds() / 60))
        try_again_now()
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert alert.last_error == "450 come back later"
    assert [address for address, _ in post.taken] == ["tom@westmere.example"]


def test_after_thirty_attempts_it_is_given_up_and_kept_to_be_seen(post, priya):
    post.defers = {"priya@westmere.example"}
    alert = waiting(priya)
    Alert.objects.filter(pk=alert.pk).update(attempts=29)
    assert deliver().dead == 1
    alert.refresh_from_db()
    assert (alert.mail, alert.attempts) == ("dead", 30)
    assert deliver().dead == 0


def test_a_server_that_hangs_costs_one_time_out_and_holds_no_lock(post, priya):
    post.hangs_after = 2
    for n in range(5):
        waiting(priya, key=f"clock:{n}:due:1")
    began = time.monotonic()
    result = deliver()
    assert time.monotonic() - began < 5
    assert (result.sent, result.later) == (2, 1)
    rest = Alert.objects.filter(mail="wanted").order_by("attempts")
    assert [alert.attempts for alert in rest] == [0, 0, 1], "those not tried are given back"
    post.hangs_after = None
    try_again_now()
    assert deliver().sent == 3


def test_a_server_that_is_not_there_loses_nothing(settings, post, priya, maya):
    settings.EMAIL_PORT = free_port()
    waiting(priya)
    waiting(maya)
    result = deliver()
    assert (result.sent, result.dead) == (0, 0)
    assert Alert.objects.filter(mail="wanted").count() == 2


def test_one_that_dies_between_sending_and_marking_sends_again_under_the_same_id(
    post, priya, monkeypatch
):
    waiting(priya)

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(delivery, "mark", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver()
    assert deliver().sent == 0, "claimed still"
    try_again_now()
    assert deliver().sent == 1
    ids = {
        line
        for _, text in post.taken
        for line in text.splitlines()
        if line.startswith("Message-ID")
    }
    assert (len(post.taken), len(ids)) == (2, 1)


def test_a_digest_that_grew_while_it_was_sent_is_sent_again(post, priya, monkeypatch):
    alert = waiting(priya, key="missed:1")
    real = delivery.send_one

    def grow(letter, mailer):
        real(letter, mailer)
        Alert.objects.filter(pk=alert.pk).update(stands_for=5, attempts=0)

    monkeypatch.setattr(delivery, "send_one", grow)
    deliver()
    alert.refresh_from_db()
    assert alert.mail == "wanted"
    monkeypatch.setattr(delivery, "send_one", real)
    try_again_now()
    assert deliver().sent == 1
    assert f"<alert-{alert.pk}-5@" in post.taken[-1][1]


def test_without_a_mail_relay_nothing_is_sent_and_nothing_dies(settings, post, priya):
    alert = waiting(priya)
    settings.EMAIL_WANTED = False
    assert deliver().sent == 0
    alert.refresh_from_db()
    assert (alert.mail, alert.attempts) == ("none", 0)
    assert post.taken == []


def test_whoever_has_no_address_or_has_left_gets_no_e_mail(post, priya, tom):
    priya.email = ""
    priya.save(update_fields=["email"])
    tom.is_active = False
    tom.save(update_fields=["is_active"])
    waiting(priya)
    waiting(tom)
    assert deliver().sent == 0
    assert set(Alert.objects.values_list("mail", flat=True)) == {"none"}


def test_a_line_break_in_a_text_cannot_add_a_header(post, priya):
    waiting(priya, text="Due\nBcc: everybody@westmere.example")
    assert deliver().sent == 1
    head = post.taken[0][1].replace("\r\n", "\n").partition("\n\n")[0]
    assert "\nBcc:" not in head


def test_an_address_in_the_wrong_shape_stops_nobody_else(post, priya, maya):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = 'no\nsuch@' WHERE username = 'priya'")
    waiting(priya)
    waiting(maya)
    result = deliver()
    assert (result.sent, result.dead) == (1, 1)


def test_what_one_delivery_has_claimed_no_other_takes(post, priya):
    waiting(priya)
    values = {"batch": 10, "claimed": 600}
    assert len(delivery._run(delivery.CLAIM, values)) == 1
    assert delivery._run(delivery.CLAIM, values) == []
