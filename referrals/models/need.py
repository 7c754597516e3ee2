from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from referrals.models.referral import Referral


class ReferralNeed(models.Model):
    """One thing that stands in the way of going home, by its code in the catalogue. Several a case, one of them
    the main one."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="needs", db_index=False)
    code = models.CharField(max_length=40)
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "code"], name="need_once"),
            models.UniqueConstraint(fields=["referral"], condition=Q(is_main=True), name="need_one_main"),
        ]
        indexes = [
            models.Index(
                fields=["code", "referral"],
                condition=Q(is_main=True),
                name="need_main_code",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.referral_id}"


class ReferralRisk(models.Model):
    """A risk or safety flag: shown on top of the case, in lists and in print."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="risks", db_index=False)
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "code"], name="risk_once")]

    def __str__(self) -> str:
        return f"{self.code} of {self.referral_id}"


class ReadinessPeriod(models.Model):
    """From when a patient no longer needed the hospital, until they did again or left.

    NHS England's discharge-ready date guidance (April 2023): the start of the final period counts, so every period
    stays.
    """

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="readiness", db_index=False)
    ready_on = models.DateField()
    ended_on = models.DateField(null=True)
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
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("ready_on")),
                name="readiness_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(ended_on__isnull=True),
                name="readiness_one_current",
            ),
        ]
        indexes = [models.Index(fields=["referral", "ready_on"], name="readiness_referral")]

    def __str__(self) -> str:
        return f"ready {self.ready_on} of {self.referral_id}"


class DelaySpan(models.Model):
    """One reason why somebody who is ready is still in hospital, from `from_on` to before `until_on`.

    Days in London; None: still. Several on a day, at most one of them the main one, with whose party the night counts.
    Rows are ended, never deleted: one that was replaced before it counted ends on the day it began, and holds no day.
    `list_version` names the list that the code is of (`referrals.delay_codes`).
    """

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="delays", db_index=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    code = models.CharField(max_length=40)
    list_version = models.CharField(max_length=40)
    is_primary = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="delay_dates_in_order"
            ),
            ExclusionConstraint(
                name="delay_one_primary_a_day",
                expressions=[
                    ("referral", RangeOperators.EQUAL),
                    (
                        Func(
                            "from_on",
                            "until_on",
                            RangeBoundary(),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_primary=True),
            ),
        ]
        indexes = [models.Index(fields=["referral", "from_on"], name="delay_referral")]

    def __str__(self) -> str:
        return f"{self.code} from {self.from_on} of {self.referral_id}"
