from django.conf import settings
from django.db import models
from django.db.models import F, Q

from referrals.models import Referral


class Outcome(models.Model):
    """What came of one case, with the grounds on which its bed days are counted."""

    class Counterfactual(models.TextChoices):
        ESTIMATE = "estimate", "Coordinator's estimate with evidence"
        BASELINE = "baseline", "Local baseline"
        FIXED = "fixed", "Fixed standard"
        WAITING_LIST = "waiting_list", "Waiting-list comparator"

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="outcome")
    code = models.CharField(max_length=40)
    note = models.TextField(blank=True, default="")
    # The day they would have left hospital without the service, and how that is known; both empty when not claimed.
    would_have_left_on = models.DateField(null=True)
    counterfactual = models.CharField(max_length=16, choices=Counterfactual, blank=True, default="")
    evidence = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(would_have_left_on__isnull=True, counterfactual="")
                | (Q(would_have_left_on__isnull=False) & ~Q(counterfactual="")),
                name="outcome_counterfactual_has_kind",
            ),
            models.CheckConstraint(
                condition=~Q(counterfactual="estimate") | ~Q(evidence=""),
                name="outcome_estimate_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.referral_id}"


class UnitCost(models.Model):
    """What one day somewhere costs, with its source. Never changed: a new price is a new row; old reports keep
    theirs."""

    setting = models.CharField(max_length=60)
    pounds = models.DecimalField(max_digits=8, decimal_places=2)
    price_year = models.CharField(max_length=9)
    source = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["setting", "valid_from"], name="unit_cost_once"),
            models.CheckConstraint(condition=Q(pounds__gt=0), name="unit_cost_positive"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_cost_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"£{self.pounds} a day, {self.setting}, {self.price_year}"
