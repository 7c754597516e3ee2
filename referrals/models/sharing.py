from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partners.models import Organisation
from partners.sharing import PURPOSE_CHOICES
from referrals.models.referral import Referral
from referrals.sharing import Decision


class SharingDecision(models.Model):
    """Whether this patient's details may go to housing partners, for one purpose: their consent, a recorded decision
    without it, or that they do not agree. Without a partner it is about every partner who takes part for the purpose.
    """

    referral = models.ForeignKey(
        Referral,
        on_delete=models.CASCADE,
        related_name="sharing_decisions",
        db_index=False,
    )
    purpose = models.CharField(max_length=20)
    partner = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    basis = models.CharField(max_length=40)
    # Who decided and why, when the patient could not or did not consent.
    decision_maker = models.CharField(max_length=150, blank=True, default="")
    note = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=["consent", "refused"]) | (~Q(decision_maker="") & ~Q(note="")),
                name="sharing_without_consent_is_explained",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=[code for code, _ in PURPOSE_CHOICES]),
                name="sharing_purpose_known",
            ),
            models.UniqueConstraint(
                fields=["referral", "purpose", "partner"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="sharing_one_current",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="sharing_withdrawn_by_and_why",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("recorded_at")),
                name="sharing_dates_in_order",
            ),
        ]
        indexes = [models.Index(fields=["referral", "recorded_at"], name="sharing_referral")]

    def __str__(self) -> str:
        return f"{self.basis} for {self.referral_id}"

    def as_rule(self) -> Decision:
        """The decision as the pure rule reads it."""
        return Decision(
            pk=self.pk,
            purpose=self.purpose,
            partner=self.partner_id,
            basis=self.basis,
            recorded_at=self.recorded_at,
            withdrawn_at=self.withdrawn_at,
        )
