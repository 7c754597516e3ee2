"""Cases that need more care: restricted to named people, or opened in an emergency from outside."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partners.models import Membership, Organisation
from referrals.models.referral import Referral


class NamedPerson(models.Model):
    """Somebody who may see a restricted case, while their organisation takes part in it. Ended rows stay."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="named_people", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "user"], condition=Q(ended_at__isnull=True), name="named_person_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("named_at")),
                name="named_person_dates_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "referral"], condition=Q(ended_at__isnull=True), name="named_person_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} may see {self.referral_id}"


class BreakGlass(models.Model):
    """A case opened in an emergency by somebody whose organisation takes no part in it: read-only, until `ends_at`.

    `lead_organisation` and `reference` are the case's at that moment: a reviewer need not see the case.
    """

    class Outcome(models.TextChoices):
        JUSTIFIED = "justified", "Justified"
        NOT_JUSTIFIED = "not_justified", "Not justified"

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="emergency_openings")
    reference = models.CharField(max_length=12)
    lead_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True, default="")
    review_note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="break_glass_ends_after_it_opens"),
            models.CheckConstraint(condition=~Q(reason=""), name="break_glass_has_reason"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, outcome="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, outcome__in=["justified", "not_justified"]),
                name="break_glass_review_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("user")),
                name="break_glass_not_reviewed_by_opener",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-ends_at"], name="break_glass_user"),
            models.Index(
                fields=["lead_organisation", "opened_at"],
                condition=Q(reviewed_at__isnull=True),
                name="break_glass_to_review",
            ),
            models.Index(fields=["lead_organisation", "-opened_at", "-id"], name="break_glass_of_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} opened {self.referral_id}"
