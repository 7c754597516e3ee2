from django.conf import settings
from django.db import models
from django.db.models import Q

from partners.models import Organisation
from referrals.models.referral import Referral


class ReferralEvent(models.Model):
    """What happened to a case, shown on its page. Append-only: a trigger refuses change and deletion."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="events", db_index=False)
    at = models.DateTimeField()
    event = models.CharField(max_length=40)
    from_status = models.CharField(max_length=24, blank=True, default="")
    to_status = models.CharField(max_length=24, blank=True, default="")
    # Null: the system itself.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    note = models.TextField(blank=True, default="")
    # Who may read the note: every party of the case that sees its timeline, or the lead organisation alone.
    lead_only = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["referral", "at", "id"], name="event_referral")]

    def __str__(self) -> str:
        return f"{self.event} of {self.referral_id}"


class Message(models.Model):
    """A line between the ward and the coordinator. Providers and flat managers never see these."""

    class Kind(models.TextChoices):
        MESSAGE = "message", "Message"
        QUESTION = "question", "Question"
        ANSWER = "answer", "Answer"
        NUDGE = "nudge", "Still waiting?"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MESSAGE)
    body = models.TextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    # A nudge is allowed once a case and day; the day is London's.
    nudged_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="message_not_empty"),
            models.UniqueConstraint(fields=["referral", "nudged_on"], name="message_one_nudge_a_day"),
        ]
        indexes = [models.Index(fields=["referral", "written_at"], name="message_referral")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.referral_id}"
