"""Which lines go out, how, and once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings

from partners.actions import posting
from partners.models import MessageChoice, Notification, OutboxMessage, User
from tests import factories as make

pytestmark = pytest.mark.django_db
AT = make.NOW
SMS = override_settings(NOTIFY_SMS_TEMPLATE="a template")


@pytest.fixture
def person() -> User:
    return make.world().coordinator


def line(person: User, kind: str = "passed", **fields: Any) -> Notification:
    number = Notification.objects.count()
    return Notification.objects.create(
        recipient=person, key=f"clock:{number}:100", kind=kind, text="HW-1: Key safe is overdue", path="/cases/HW-1/",
        created_at=AT, **fields,
    )  # fmt: skip


def channels(notice: Notification) -> list[str]:
    return sorted(OutboxMessage.objects.filter(notification=notice).values_list("channel", flat=True))


def test_deadline_that_passed_is_sent_at_once(person: User) -> None:
    notice = line(person)
    posting.post_notices(at=AT)
    assert channels(notice) == ["email"]


def test_notice_waits_for_the_digest(person: User) -> None:
    notice = line(person, "notice")
    posting.post_notices(at=AT)
    notice.refresh_from_db()
    assert (channels(notice), notice.for_digest) == ([], True)


def test_line_of_a_kind_that_somebody_opted_out_of_is_not_sent(person: User) -> None:
    MessageChoice.objects.create(user=person, kind="passed", how="never")
    notice = line(person)
    posting.post_notices(at=AT)
    notice.refresh_from_db()
    assert (channels(notice), notice.for_digest) == ([], False)


def test_line_somebody_wants_in_the_digest_waits_for_it(person: User) -> None:
    MessageChoice.objects.create(user=person, kind="passed", how="digest")
    notice = line(person)
    posting.post_notices(at=AT)
    notice.refresh_from_db()
    assert notice.for_digest


def test_choice_of_one_person_is_no_choice_of_another(person: User) -> None:
    MessageChoice.objects.create(user=make.world().coordinator, kind="passed", how="never")
    notice = line(person)
    posting.post_notices(at=AT)
    assert channels(notice) == ["email"]


def test_emergency_that_passed_is_sent_whatever_was_chosen(person: User) -> None:
    MessageChoice.objects.create(user=person, kind="passed", how="never")
    notice = line(person, urgent=True)
    posting.post_notices(at=AT)
    assert channels(notice) == ["email"]


def test_emergency_is_also_a_text_message_where_there_is_a_number(person: User) -> None:
    User.objects.filter(pk=person.pk).update(mobile="+447700900123")
    notice = line(person, urgent=True)
    with SMS:
        posting.post_notices(at=AT)
    assert channels(notice) == ["email", "sms"]


def test_emergency_is_no_text_message_where_none_are_set_up(person: User) -> None:
    User.objects.filter(pk=person.pk).update(mobile="+447700900123")
    notice = line(person, urgent=True)
    posting.post_notices(at=AT)
    assert channels(notice) == ["email"]


def test_line_that_is_no_emergency_is_no_text_message(person: User) -> None:
    User.objects.filter(pk=person.pk).update(mobile="+447700900123")
    notice = line(person)
    with SMS:
        posting.post_notices(at=AT)
    assert channels(notice) == ["email"]


def test_line_read_already_is_not_sent(person: User) -> None:
    notice = line(person, read_at=AT)
    posting.post_notices(at=AT)
    assert channels(notice) == []


def test_emergency_read_already_is_sent_all_the_same(person: User) -> None:
    notice = line(person, urgent=True, read_at=AT)
    posting.post_notices(at=AT)
    assert channels(notice) == ["email"]


def test_line_taken_back_is_not_sent(person: User) -> None:
    notice = line(person, urgent=True, withdrawn_at=AT)
    posting.post_notices(at=AT)
    assert channels(notice) == []


def test_line_to_somebody_who_has_left_is_not_sent(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    notice = line(person, urgent=True)
    posting.post_notices(at=AT)
    assert channels(notice) == []


def test_line_posted_twice_is_one_message(person: User) -> None:
    notice = line(person)
    posting.post_notices(at=AT)
    Notification.objects.update(posted_at=None)  # as if a second sweep had not seen the first
    posting.post_notices(at=AT)
    assert channels(notice) == ["email"]


def test_lines_beyond_a_batch_are_all_posted(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "BATCH", 2)
    for _ in range(5):
        line(person)
    assert posting.post_notices(at=AT) == 5


def test_digest_gathers_what_waits(person: User) -> None:
    notices = [line(person, "notice"), line(person, "half")]
    posting.post_notices(at=AT)
    posting.make_digests(at=AT)
    digest = OutboxMessage.objects.get(recipient=person)
    assert set(digest.notices.values_list("pk", flat=True)) == {notice.pk for notice in notices}


def test_digest_is_one_for_each_person(person: User) -> None:
    other = make.world().coordinator
    for somebody in (person, person, other):
        line(somebody, "notice")
    posting.post_notices(at=AT)
    assert posting.make_digests(at=AT) == 2


def test_digest_is_made_once_a_day(person: User) -> None:
    line(person, "notice")
    posting.post_notices(at=AT)
    posting.make_digests(at=AT)
    line(person, "notice")
    posting.post_notices(at=AT)
    assert posting.make_digests(at=AT + timedelta(hours=1)) == 0


def test_what_came_after_the_digest_is_in_the_next(person: User) -> None:
    line(person, "notice")
    posting.post_notices(at=AT)
    posting.make_digests(at=AT)
    late = line(person, "notice")
    posting.post_notices(at=AT)
    posting.make_digests(at=AT + timedelta(hours=1))
    posting.make_digests(at=AT + timedelta(days=1))
    late.refresh_from_db()
    assert late.digest is not None
    assert late.digest.key == f"digest:{person.pk}:2026-11-24"


def test_day_of_a_digest_is_londons(person: User) -> None:
    line(person, "notice")
    posting.post_notices(at=AT)
    posting.make_digests(at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))  # half past midnight in London
    assert OutboxMessage.objects.get(recipient=person).key == f"digest:{person.pk}:2026-07-02"


def test_nothing_waiting_makes_no_digest(person: User) -> None:
    line(person, "notice", read_at=AT)
    posting.post_notices(at=AT)
    assert posting.make_digests(at=AT) == 0
