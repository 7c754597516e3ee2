"""GOV.UK Notify, against a service of our own on loopback that keeps what it is given."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from partners.actions import posting, sending
from partners.models import Notification, OutboxMessage, User
from tests import factories as make

pytestmark = pytest.mark.django_db
AT = make.NOW
KEY = "homeward-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"


class FakeNotify:
    """What was sent, and the status of the next answers."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.status = 201
        self.address = ""


@contextmanager
def served(notify: FakeNotify) -> Iterator[FakeNotify]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = parse_qs(urlsplit(self.path).query).get("reference", [""])[0]
            known = [each for each in notify.sent if each["reference"] == wanted]
            self._answer(200, {"notifications": [{"id": each["id"]} for each in known]})

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if notify.status != 201:
                self._answer(notify.status, {"errors": [{"error": "X", "message": "Mrs Smith"}]})
                return
            channel = self.path.rsplit("/", 1)[1]
            notify.sent.append({**asked, "channel": channel, "id": f"id-{len(notify.sent)}"})
            self._answer(201, {"id": notify.sent[-1]["id"]})

        def _answer(self, status: int, body: object) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    notify.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield notify
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def notify(settings: Any) -> Iterator[FakeNotify]:
    with served(FakeNotify()) as running:
        settings.NOTIFY_API_KEY, settings.NOTIFY_URL = KEY, running.address
        settings.NOTIFY_EMAIL_TEMPLATE, settings.NOTIFY_SMS_TEMPLATE = "by-email", "by-text"
        yield running


@pytest.fixture
def person() -> User:
    world = make.world()
    User.objects.filter(pk=world.coordinator.pk).update(mobile="+447700900123")
    return world.coordinator


def emergency(person: User) -> None:
    Notification.objects.create(
        recipient=person, key="clock:1:100", kind="passed", urgent=True, text="HW-1: Key safe is overdue",
        path="/cases/HW-1/", created_at=AT,
    )  # fmt: skip
    posting.post_notices(at=AT)


def test_emergency_goes_out_by_email_and_text_message(notify: FakeNotify, person: User) -> None:
    emergency(person)
    assert sending.send_waiting(at=AT) == 2
    assert [each["channel"] for each in notify.sent] == ["email", "sms"]


def test_text_message_goes_to_the_persons_number(notify: FakeNotify, person: User) -> None:
    emergency(person)
    sending.send_waiting(at=AT)
    assert notify.sent[1]["phone_number"] == "+447700900123"


def test_email_carries_the_line_as_its_subject(notify: FakeNotify, person: User) -> None:
    emergency(person)
    sending.send_waiting(at=AT)
    assert notify.sent[0]["personalisation"]["subject"] == "HW-1: Key safe is overdue"


def test_name_of_the_message_at_notify_is_kept(notify: FakeNotify, person: User) -> None:
    emergency(person)
    sending.send_waiting(at=AT)
    assert OutboxMessage.objects.get(channel="sms").provider_id == "id-1"


def test_message_that_notify_has_already_is_not_sent_twice(notify: FakeNotify, person: User) -> None:
    emergency(person)
    sending.send_waiting(at=AT)
    # As if the worker had died before it wrote down what it sent
    OutboxMessage.objects.update(sent_at=None, next_try_at=AT)
    sending.send_waiting(at=AT)
    assert len(notify.sent) == 2
    assert not OutboxMessage.objects.filter(sent_at=None).exists()


def test_number_that_is_no_good_is_given_up_at_once(notify: FakeNotify, person: User) -> None:
    emergency(person)
    notify.status = 400
    sending.send_waiting(at=AT)
    assert set(OutboxMessage.objects.values_list("error", flat=True)) == {"notify 400"}


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_notify_that_is_busy_or_wrongly_set_up_is_tried_again(notify: FakeNotify, person: User, status: int) -> None:
    emergency(person)
    notify.status = status
    sending.send_waiting(at=AT)
    assert not OutboxMessage.objects.filter(next_try_at=None).exists()


def test_text_message_is_tried_again_while_notify_is_not_set_up(person: User, settings: Any) -> None:
    settings.NOTIFY_SMS_TEMPLATE = "by-text"
    emergency(person)
    settings.NOTIFY_SMS_TEMPLATE = ""
    sending.send_waiting(at=AT)
    assert OutboxMessage.objects.get(channel="sms").error == "notify is not set up"
