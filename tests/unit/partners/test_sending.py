"""What goes over the wire, what becomes of a message that does not go out, and who is shown it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from partners.actions import posting, sending
from partners.messages import WAITS
from partners.models import Notification, OutboxMessage, User
from tests import factories as make
from tests.mailserver import MailServer, mail_server

pytestmark = pytest.mark.django_db
AT = make.NOW


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def message(person: User, *, kind: str = "passed", **fields: Any) -> OutboxMessage:
    """One line to this person, posted."""
    notice = Notification.objects.create(
        recipient=person, key=f"clock:{Notification.objects.count()}:100", kind=kind, path="/cases/HW-1/",
        text="HW-1: Key safe is overdue", created_at=AT, **fields,
    )  # fmt: skip
    posting.post_notices(at=AT)
    if kind == "notice":
        posting.make_digests(at=AT)
        return OutboxMessage.objects.get(key__startswith=f"digest:{person.pk}:")
    return OutboxMessage.objects.get(notification=notice)


def test_message_goes_to_the_persons_address(mail: MailServer, world: make.World) -> None:
    message(world.coordinator)
    sending.send_waiting(at=AT)
    assert [letter["To"] for letter in mail.letters] == [world.coordinator.email]


def test_message_has_the_line_as_its_subject(mail: MailServer, world: make.World) -> None:
    message(world.coordinator)
    sending.send_waiting(at=AT)
    assert mail.subjects == ["HW-1: Key safe is overdue"]


def test_message_leads_to_the_page(mail: MailServer, world: make.World, settings: Any) -> None:
    settings.SITE_URL = "https://homeward.example"
    message(world.coordinator)
    sending.send_waiting(at=AT)
    assert "https://homeward.example/cases/HW-1/" in mail.letters[0].get_payload()


def test_message_without_an_address_of_the_site_has_no_link(mail: MailServer, world: make.World, settings: Any) -> None:
    settings.SITE_URL = ""
    message(world.coordinator)
    sending.send_waiting(at=AT)
    assert "/cases/" not in mail.letters[0].get_payload()


def test_message_carries_its_own_number(mail: MailServer, world: make.World) -> None:
    sent = message(world.coordinator)
    sending.send_waiting(at=AT)
    assert mail.letters[0]["Message-ID"] == f"<homeward-{sent.pk}@localhost>"


def test_message_sent_is_written_down(mail: MailServer, world: make.World) -> None:
    sent = message(world.coordinator)
    sending.send_waiting(at=AT)
    sent.refresh_from_db()
    assert (sent.sent_at, sent.next_try_at, sent.tries) == (AT, None, 1)


def test_message_sent_is_not_sent_again(mail: MailServer, world: make.World) -> None:
    message(world.coordinator)
    sending.send_waiting(at=AT)
    assert sending.send_waiting(at=AT + timedelta(hours=1)) == 0


def test_message_whose_line_was_taken_back_is_not_sent(mail: MailServer, world: make.World) -> None:
    queued = message(world.coordinator)
    Notification.objects.update(withdrawn_at=AT)
    sending.send_waiting(at=AT)
    queued.refresh_from_db()
    assert (mail.letters, queued.cancelled_at) == ([], AT)


def test_message_to_somebody_who_has_left_is_not_sent(mail: MailServer, world: make.World) -> None:
    message(world.coordinator)
    User.objects.filter(pk=world.coordinator.pk).update(is_active=False)
    sending.send_waiting(at=AT)
    assert mail.letters == []


def test_digest_tells_every_line(mail: MailServer, world: make.World) -> None:
    for text in ("HW-1: first", "HW-2: second"):
        Notification.objects.create(
            recipient=world.coordinator, key=text, text=text, path="/", created_at=AT, for_digest=True, posted_at=AT
        )
    posting.make_digests(at=AT)
    sending.send_waiting(at=AT)
    body = mail.letters[0].get_payload()
    assert [text in body for text in ("HW-1: first", "HW-2: second")] == [True, True]


def test_digest_leaves_out_what_was_read_meanwhile(mail: MailServer, world: make.World) -> None:
    message(world.coordinator, kind="notice")
    Notification.objects.update(read_at=AT)
    sending.send_waiting(at=AT)
    assert mail.letters == []


def test_server_that_is_down_is_tried_again(world: make.World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens
    waits = message(world.coordinator)
    sending.send_waiting(at=AT)
    waits.refresh_from_db()
    assert (waits.next_try_at, waits.tries, waits.error) == (AT + WAITS[0], 1, "ConnectionRefusedError")


def test_server_that_is_down_is_not_tried_for_every_message(world: make.World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for person in (world.coordinator, world.team_lead):
        message(person)
    sending.send_waiting(at=AT)
    assert OutboxMessage.objects.filter(tries=0).count() == 1


def test_message_tried_again_goes_out(mail: MailServer, world: make.World) -> None:
    message(world.coordinator)
    mail.answers[world.coordinator.email] = "451 Try later"
    sending.send_waiting(at=AT)
    mail.answers.clear()
    assert sending.send_waiting(at=AT + WAITS[0]) == 1


def test_mailbox_that_is_full_holds_up_nobody_else(mail: MailServer, world: make.World) -> None:
    mail.answers[world.coordinator.email] = "452 Full"
    for person in (world.coordinator, world.team_lead):
        message(person)
    sending.send_waiting(at=AT)
    assert [letter["To"] for letter in mail.letters] == [world.team_lead.email]


def test_address_that_does_not_exist_is_given_up_at_once(mail: MailServer, world: make.World) -> None:
    dead = message(world.coordinator)
    mail.answers[world.coordinator.email] = "550 No such person"
    sending.send_waiting(at=AT)
    dead.refresh_from_db()
    assert (dead.failed_at, dead.next_try_at, dead.error) == (AT, None, "refused 550")


def test_message_is_given_up_after_the_last_try(mail: MailServer, world: make.World) -> None:
    dead = message(world.coordinator)
    OutboxMessage.objects.filter(pk=dead.pk).update(tries=len(WAITS))
    mail.answers[world.coordinator.email] = "451 Try later"
    sending.send_waiting(at=AT)
    dead.refresh_from_db()
    assert dead.failed_at == AT


def test_message_given_up_is_shown_to_the_administrator(mail: MailServer, world: make.World) -> None:
    message(world.coordinator)
    mail.answers[world.coordinator.email] = "550 No such person"
    sending.send_waiting(at=AT)
    told = Notification.objects.filter(text__endswith="could not be sent").values_list("recipient", flat=True)
    assert list(told) == [world.administrator.pk]


def test_servers_words_are_not_kept(mail: MailServer, world: make.World) -> None:
    dead = message(world.coordinator)
    mail.answers[world.coordinator.email] = "550 Mrs Smith does not live here"
    sending.send_waiting(at=AT)
    dead.refresh_from_db()
    assert "Smith" not in dead.error


def test_round_ends_when_its_time_is_over(mail: MailServer, world: make.World) -> None:
    message(world.coordinator)
    assert sending.send_waiting(at=AT, seconds=0) == 0
