"""What people are told: the line in their list, and each message that carries it out of Homeward."""

from django.db import models
from django.db.models import F, Q

from partners.messages import HOW_LABELS
from partners.models.person import User


class Notification(models.Model):
    """A line in somebody's list of what needs them. `text` carries the case's reference, never a name.

    Never saved from an instance: the one who tells may not read other people's lists. Functions in the database write
    some, so the columns have their defaults there.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice", "Something happened on a case"
        HALF = "half", "Half of the time for something is gone"
        MOST = "most", "Most of the time for something is gone"
        PASSED = "passed", "A deadline has passed"
        DAILY = "daily", "A deadline has passed and nobody is dealing with it"

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    # What it announces, for example "clock:12:100"; the same thing is announced to one person once, whatever
    # crashes.
    key = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.NOTICE, db_default=Kind.NOTICE)
    # A deadline of an emergency that passed: goes out at once, whatever somebody chose.
    urgent = models.BooleanField(default=False, db_default=False)
    # What it is about, for example "referral:12:follow_up": by this it is taken back when the person has died.
    subject = models.CharField(max_length=60, blank=True, default="", db_default="")
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # When it was decided by which messages it goes out, if by any; and the digest it waits for or went out with.
    posted_at = models.DateTimeField(null=True, blank=True)
    digest = models.ForeignKey(
        "partners.OutboxMessage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
        db_index=False,
    )
    for_digest = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notification_once"),
            models.CheckConstraint(condition=Q(digest__isnull=True) | Q(for_digest=True), name="notification_digested"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notification_newest"),
            models.Index(fields=["id"], condition=Q(posted_at__isnull=True), name="notification_unposted"),
            models.Index(
                fields=["recipient", "id"],
                condition=Q(for_digest=True, digest__isnull=True),
                name="notification_for_digest",
            ),
            models.Index(fields=["subject"], condition=~Q(subject=""), name="notification_subject"),
        ]

    def __str__(self) -> str:
        return self.text


class OutboxMessage(models.Model):
    """One e-mail or text message to one person: waiting, sent, given up or taken back. Its words are made when it is
    sent, from what it is about, and name no patient.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        SMS = "sms", "Text message"

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="messages", db_index=False)
    channel = models.CharField(max_length=8, choices=Channel)
    # The one line it carries; none: a digest of the lines that name it.
    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, null=True, related_name="messages", db_index=False
    )
    # For example "notice:12:email" or "digest:7:2026-11-26": the same message is written once, whatever crashes.
    key = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField()
    # When to try, or try again; null once it is sent, given up or taken back.
    next_try_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=120, blank=True, default="")  # a code: a server's words may name anybody
    # What the service that carries it calls it.
    provider_id = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(next_try_at__isnull=False, sent_at=None, failed_at=None, cancelled_at=None)
                | Q(next_try_at=None, sent_at__isnull=False, failed_at=None, cancelled_at=None)
                | Q(next_try_at=None, sent_at=None, failed_at__isnull=False, cancelled_at=None)
                | Q(next_try_at=None, sent_at=None, failed_at=None, cancelled_at__isnull=False),
                name="message_waits_or_has_ended",
            ),
            models.CheckConstraint(condition=Q(failed_at__isnull=True) | ~Q(error=""), name="message_failed_says_why"),
            models.CheckConstraint(condition=Q(channel__in=["email", "sms"]), name="message_channel_known"),
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], condition=Q(next_try_at__isnull=False), name="message_waiting"),
            models.Index(fields=["-failed_at"], condition=Q(failed_at__isnull=False), name="message_given_up"),
            models.Index(fields=["notification"], name="message_notification"),
            models.Index(F("recipient"), F("created_at").desc(), name="message_recipient"),
        ]

    def __str__(self) -> str:
        return f"Message {self.pk}"


class MessageChoice(models.Model):
    """How one person wants one kind of line sent on: at once, in the daily digest, or not at all. Without a row: the
    default of that kind (`partners.messages`).
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="message_choices")
    kind = models.CharField(max_length=8, choices=Notification.Kind)
    how = models.CharField(max_length=8, choices=[(how.value, label) for how, label in HOW_LABELS.items()])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="message_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.how}"
